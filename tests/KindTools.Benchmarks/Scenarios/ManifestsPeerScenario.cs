using System.ComponentModel;
using System.Diagnostics;
using KindTools.Benchmarks.Manifests;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>A repository of files, against the YAML linter that Debian has. It checks style and not pods, which is less work.</summary>
internal sealed class ManifestsPeerScenario(string name, double target) : LocalScenario(name, target)
{
    private const int Files = 500;
    private const string Peer = "yamllint";

    public override Outcome Run(Options options)
    {
        using var folder = new TemporaryFolder();
        ManifestFiles.WriteEach(folder.Path, Files);
        using var session = new ManifestSession(folder.Path);

        var medians = Contest.Medians(
            options.Runs,
            new Contestant(() => { }, () => session.Test(folder.Path, Files * ManifestFiles.ContainersOfEach)),
            new Contestant(() => { }, () => Lint(folder.Path)));
        Console.Error.WriteLine($"  files a second: KindTools {Files / medians[0]:0}, {Peer} {Files / medians[1]:0}");
        return Local(Peer, options, medians, session.Memory);
    }

    // The parser and its cheapest rule alone.
    private static void Lint(string folder)
    {
        try
        {
            var start = new ProcessStartInfo(Peer, ["--config-data", "{rules: {key-duplicates: enable}}", folder]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{Peer} ended with {process.ExitCode}: {said}");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{Peer} is not installed; 'apt-get install {Peer}' brings it.");
        }
    }
}
