using System.Text.RegularExpressions;

namespace KindTools.Testing;

/// <summary>The command blocks of README.md, by the names that their marks give them.</summary>
internal static partial class Readme
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Module.Root, "README.md"));

    /// <summary>Every block of commands; a session that was captured is marked as text.</summary>
    public static int CommandBlockCount { get; } = CommandBlock().Count(Text);

    public static IReadOnlyDictionary<string, string> Commands { get; } =
        MarkedBlock().Matches(Text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["commands"].Value);

    [GeneratedRegex(@"^```(sh|powershell)$", RegexOptions.Multiline)]
    private static partial Regex CommandBlock();

    [GeneratedRegex(@"^<!-- run: (?<name>[a-z ]+) -->\n```(sh|powershell)\n(?<commands>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MarkedBlock();
}
