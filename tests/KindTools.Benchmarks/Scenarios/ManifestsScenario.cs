using KindTools.Benchmarks.Manifests;
using KindTools.Benchmarks.Measuring;
using YamlDotNet.Core;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>Ten thousand documents through the whole cmdlet, against YamlDotNet's bare parser over the same bytes.</summary>
internal sealed class ManifestsScenario(string name, double target) : LocalScenario(name, target)
{
    private const int Documents = 10_000;
    private const int Tenfold = 10;
    private const double MostMegabytes = 150;

    public override Outcome Run(Options options)
    {
        using var folder = new TemporaryFolder();
        ManifestFiles.Write(folder["small.yaml"], Documents / Tenfold);
        ManifestFiles.Write(folder["all.yaml"], Documents);
        Console.Error.WriteLine($"  {Documents} documents, {new FileInfo(folder["all.yaml"]).Length / 1_000_000} MB");

        double? small;
        using (var session = new ManifestSession(folder["small.yaml"]))
        {
            session.Test(folder["small.yaml"], Documents / Tenfold * ManifestFiles.ContainersOfEach);
            small = session.Memory.Megabytes;
        }

        using var whole = new ManifestSession(folder["small.yaml"]);
        var medians = Contest.Medians(
            options.Runs,
            new Contestant(() => { }, () => whole.Test(folder["all.yaml"], Documents * ManifestFiles.ContainersOfEach)),
            new Contestant(() => { }, () => Parse(folder["all.yaml"])));
        Console.Error.WriteLine($"  peak memory above the idle module: {small:0} MB for a tenth of the documents, {whole.Memory.Megabytes:0} MB for all");
        if (whole.Memory.Megabytes > MostMegabytes) throw new InvalidOperationException($"The command took {whole.Memory.Megabytes:0} MB; {MostMegabytes} are allowed.");
        return Local("YamlDotNet's Parser", options, medians, whole.Memory);
    }

    private static void Parse(string path)
    {
        using var text = new StreamReader(path);
        for (var parser = new Parser(text); parser.MoveNext();)
        {
        }
    }
}
