using KindTools.Benchmarks.Manifests;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>A repository of files, against the linters that Debian and npm have, as far as they are there. The ratio is that to the fastest.</summary>
internal sealed class ManifestsPeerScenario(string name, double target) : LocalScenario(name, target)
{
    private const int Files = 500;

    public override Outcome Run(Options options)
    {
        using var folder = new TemporaryFolder();
        using var tools = new TemporaryFolder();
        ManifestFiles.WriteEach(folder.Path, Files);
        Linter[] linters = [.. new[] { Linter.InstallMonokle(tools.Path, Files), Linter.FindYamllint() }.OfType<Linter>()];
        if (linters.Length == 0) throw new InvalidOperationException("There is no linter to compare with: neither npm, which brings Monokle, nor yamllint.");

        using var session = new ManifestSession(folder.Path);
        var medians = Contest.Medians(
            options.Runs,
            [
                new Contestant(() => { }, () => session.Test(folder.Path, Files * ManifestFiles.ContainersOfEach)),
                .. linters.Select(linter => new Contestant(() => { }, () => linter.Lint(folder.Path))),
            ]);
        Console.Error.WriteLine($"  files a second: {string.Join(", ", medians.Zip(["KindTools", .. linters.Select(linter => linter.Name)], (median, who) => $"{who} {Files / median:0}"))}");

        var fastest = medians.Skip(1).Min();
        return Local(linters[medians.Skip(1).ToList().IndexOf(fastest)].Name, options, [medians[0], fastest], session.Memory);
    }
}
