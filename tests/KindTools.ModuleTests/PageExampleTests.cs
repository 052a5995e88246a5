using System.Text.RegularExpressions;
using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests;

/// <summary>The examples of the pages that need neither an engine nor a cluster. KindTools.LabTests runs the others.</summary>
public sealed partial class PageExampleTests : IDisposable
{
    private const string UsersFolder = "/home/me";

    private readonly string _folder = Directory.CreateTempSubdirectory("kindtools-").FullName;

    public PageExampleTests()
    {
        Copy(Path.Combine(Module.Root, "examples", "manifests"), "k8s");
        Copy(Path.Combine(Module.Root, "examples", "story"), "story");
        Copy(Path.Combine(Module.Root, "examples", "story"), "shop/k8s");
    }

    public static TheoryData<string> Exact { get; } = [.. PageExamples.WithManifests];

    public static TheoryData<string> InConsole { get; } = [.. PageExamples.WithConsole];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Exact))]
    public void The_page_shows_what_is_printed(string name)
    {
        var example = PageExamples.Named(name);
        var host = new PrintingHost(width: example.Page == "Repair-PodPullPolicy" ? 80 : 100);
        using var module = new Module(host: host);
        module.Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);

        module.Run($"{example.Command} | Out-Default");

        Assert.Empty(module.Errors);
        Assert.Equal(example.Output, Plain(host.Printed));
    }

    [Theory]
    [MemberData(nameof(InConsole))]
    public async Task An_example_runs_and_prints_what_the_page_shows(string name)
    {
        var example = PageExamples.Named(name);
        if (example.Command.Contains("guestbook", StringComparison.Ordinal))
            File.Copy(Path.Combine(Module.Root, "tests", "KindTools.Tests", "Data", "manifests", "guestbook.yaml"), Path.Combine(_folder, "k8s", "guestbook.yaml"));

        // The console is pwsh where there is none, but not under its name.
        var command = example.Command.Replace("pwsh -Command", $"dotnet '{ConsoleProcess.Path}' -Command", StringComparison.Ordinal);
        var result = await ConsoleProcess.RunAsync(null, ["-Command", command], start =>
        {
            start.WorkingDirectory = _folder;
            start.Environment["HOME"] = _folder;
            start.Environment["COLUMNS"] = "100";
            start.Environment["DOCKER_HOST"] = EngineModule.Nowhere;
        });

        if (example.Output is not null) Assert.Equal(example.Output, Plain(result.Output));
        if (Findings().IsMatch(command)) Assert.Equal(1, result.ExitCode);
        else Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    /// <summary>What is found in these manifests ends scripts that ask for it.</summary>
    [GeneratedRegex("throw|-ErrorOnFinding")]
    private static partial Regex Findings();

    [Fact]
    public void Every_example_is_run_by_somebody_or_has_a_reason()
    {
        var names = PageExamples.All.Select(example => example.Name).ToList();

        Assert.Empty(PageExamples.WithManifests.Concat(PageExamples.WithConsole).Concat(PageExamples.NotRun.Keys).Except(names));
        Assert.All(PageExamples.All, example => Assert.Contains(example.Page, example.Command, StringComparison.Ordinal));
        Assert.All(PageExamples.All.GroupBy(example => example.Page), page => Assert.InRange(page.Count(example => example.Output is not null), 3, int.MaxValue));
        Assert.All(PageExamples.All, example => Assert.DoesNotMatch("^(@@|EXAMPLE)\\d", example.Output ?? ""));
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();

    private string Plain(string printed) => string.Join(
        '\n',
        Colours().Replace(printed, "").Replace(_folder, UsersFolder, StringComparison.Ordinal).Trim('\n', '\r').Split(Environment.NewLine).Select(line => line.TrimEnd()));

    private void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(_folder, to));
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(_folder, to, Path.GetFileName(file)));
    }
}
