using System.Runtime.InteropServices;

namespace KindTools.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private const string CpuInfo = "/proc/cpuinfo";

    public static IEnumerable<string> Describe(IEnumerable<Lab> labs)
    {
        yield return $"Machine: {Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.";
        foreach (var lab in labs)
        {
            var docker = lab.Docker("version", "--format", "{{.Server.Version}}");
            var kind = lab.Run("kind", "--version").Split(' ')[^1];
            yield return $"Lab '{lab.Name}': Docker {docker} ({lab.Engine}{(lab.IsRemote ? ", remote" : "")}), {lab.NodeCount} nodes with containerd {lab.ContainerdVersion}, kind {kind}.";
        }
    }

    private static string Processor() =>
        File.Exists(CpuInfo) && File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line.Split(':', 2)[1].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();
}
