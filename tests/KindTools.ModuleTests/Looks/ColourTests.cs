using KindTools.ModuleTests.Console;

namespace KindTools.ModuleTests.Looks;

/// <summary>Where colours are shown and where not.</summary>
[Collection(EnvironmentCollection.Name)]
public class ColourTests
{
    private const string Red = "\e[31mFailed\e[0m";
    private static readonly string Story = Path.Combine(Module.Root, "examples", "story", "job.yaml");
    private static readonly string Test = $"Test-PodPullPolicy '{Story}'";
    private static readonly string Repair = $"Repair-PodPullPolicy '{Story}' -WhatIf";

    [Theory]
    [InlineData("$PSStyle.OutputRendering = 'Ansi'", true, true)]
    [InlineData("$PSStyle.OutputRendering = 'Ansi'", false, false)] // A host that would show the escape sequences.
    [InlineData("$PSStyle.OutputRendering = 'PlainText'", true, false)]
    [InlineData("$PSStyle.OutputRendering = 'Ansi'; $env:NO_COLOR = '1'", true, false)]
    [InlineData("$PSStyle.OutputRendering = 'Ansi'; $env:NO_COLOR = ''", true, true)] // no-color.org: an empty value is none.
    public void The_host_and_the_session_decide(string setting, bool hasColours, bool isColoured)
    {
        var printed = Printer.Print($"{setting}; {Samples.All["ImageImportResult"]}", new PrintingHost(Printer.Width, hasColours));

        Assert.Equal(isColoured, printed.Contains(Red, StringComparison.Ordinal));
        if (!isColoured) Assert.Contains(" Failed ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_has_colours_and_a_file_has_none()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "findings.txt");
        using var terminal = new TerminalSession(folder.Path, "-Command", $"{Test} > '{file}'; {Test}; {Repair}; 'do' + 'ne'".Replace("'", "'\\''", StringComparison.Ordinal));

        await terminal.WaitForAsync("done");

        Assert.Contains("\e[33mIgnoresNodeImage\e[0m", terminal.Raw, StringComparison.Ordinal);
        Assert.Contains("\e[32m+          imagePullPolicy: IfNotPresent", terminal.Raw, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("IgnoresNodeImage", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Ansi")] // What is not a terminal gets none from this console, whatever the session says.
    public async Task What_is_redirected_as_a_whole_has_none(string? rendering)
    {
        var setting = rendering is null ? "" : $"$PSStyle.OutputRendering = '{rendering}'; ";

        var result = await ConsoleProcess.RunAsync("-Command", $"{setting}{Test}; {Repair}");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("IgnoresNodeImage", result.Output, StringComparison.Ordinal);
        Assert.Contains("+          imagePullPolicy: IfNotPresent", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Errors);
    }
}
