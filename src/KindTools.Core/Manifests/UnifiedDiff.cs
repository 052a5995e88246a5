using DiffPlex.Renderer;

namespace KindTools.Core.Manifests;

/// <summary>What changes in a text, as git and diff show it.</summary>
internal static class UnifiedDiff
{
    private const string Reset = "\e[0m";
    private const string Bold = "\e[1m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";

    /// <summary>The difference, with three lines of context around each change.</summary>
    /// <param name="oldText">The text before.</param>
    /// <param name="newText">The text after.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="inColour">In the colours that git gives it, by ANSI escape sequences.</param>
    public static string Render(string oldText, string newText, string name, bool inColour)
    {
        var diff = UnidiffRenderer.GenerateUnidiff(WithoutLastBreak(oldText), WithoutLastBreak(newText), name, name, ignoreWhitespace: false);
        var lines = diff.TrimEnd('\r', '\n').ReplaceLineEndings("\n").Split('\n');
        return string.Join(Environment.NewLine, inColour ? lines.Select(Coloured) : lines);
    }

    // The renderer takes what follows the last line break for an empty line.
    private static string WithoutLastBreak(string text) =>
        text.EndsWith('\n') ? text[..(text.EndsWith("\r\n", StringComparison.Ordinal) ? ^2 : ^1)] : text;

    private static string Coloured(string line, int index) => line switch
    {
        _ when index < 2 => Bold + line + Reset,
        ['-', ..] => Red + line + Reset,
        ['+', ..] => Green + line + Reset,
        ['@', ..] => Cyan + line + Reset,
        _ => line,
    };
}
