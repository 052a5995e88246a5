using System.Text.RegularExpressions;

namespace KindTools.ModuleTests.Looks;

/// <summary>Prints objects as a console of 100 columns does, with colours and without.</summary>
internal static partial class Printer
{
    public const int Width = 100;

    /// <summary>What is printed without colours.</summary>
    /// <param name="script">What prints.</param>
    /// <param name="folder">Where; without it, wherever the tests run.</param>
    public static string Plain(string script, string? folder = null) => WithoutHeaders(Print(script, new PrintingHost(Width), folder));

    /// <summary>What is printed with colours, these as marks: <c>&lt;red&gt;Failed&lt;/&gt;</c>.</summary>
    public static string Coloured(string script) =>
        Colour().Replace(
            WithoutHeaders(Print($"$PSStyle.OutputRendering = 'Ansi'; {script}", new PrintingHost(Width, hasColours: true))),
            match => $"<{(match.Groups["colour"].Value switch { "31" => "red", "32" => "green", "33" => "yellow", var other => other })}>{match.Groups["text"].Value}</>");

    /// <summary>The text without the marks of colours.</summary>
    public static string WithoutMarks(string text) => Mark().Replace(text, "");

    /// <summary>Everything that came, escape sequences and all; the session's rendering is put back afterwards.</summary>
    public static string Print(string script, PrintingHost host, string? folder = null)
    {
        using var module = new Module(host: host);
        if (folder is not null) module.Shell.Runspace.SessionStateProxy.Path.SetLocation(folder);
        var before = module.Run("$PSStyle.OutputRendering")[0];
        var noColour = Environment.GetEnvironmentVariable("NO_COLOR");
        Environment.SetEnvironmentVariable("NO_COLOR", null);
        try
        {
            module.Run($"& {{ {script} }} | Out-Default");
            Assert.Empty(module.Errors);
            return host.Printed;
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", noColour);
            module.Run("param($before) $PSStyle.OutputRendering = $before", before);
        }
    }

    // PowerShell's own colours, of headers and labels, are not ours to test.
    private static string WithoutHeaders(string printed)
    {
        var text = Header().Replace(printed, "${text}");
        return string.Join('\n', text.Split(Environment.NewLine).Select(line => line.TrimEnd())).Trim('\n');
    }

    [GeneratedRegex("\e\\[32;1(;3)?m(?<text>.*?)\e\\[0m")]
    private static partial Regex Header();

    [GeneratedRegex("\e\\[(?<colour>[0-9;]+)m(?<text>.*?)\e\\[0m")]
    private static partial Regex Colour();

    [GeneratedRegex("<(red|green|yellow|/)>")]
    private static partial Regex Mark();
}
