using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

/// <summary>The examples of a page that show their output.</summary>
internal static partial class PageExamples
{
    /// <summary>Commands and what they print, in the order of the page.</summary>
    public static IEnumerable<(string Command, string Output)> Of(string cmdlet) =>
        Example().Matches(File.ReadAllText(Path.Combine(Module.Root, "docs", cmdlet + ".md"))).Select(match => (match.Groups["command"].Value, match.Groups["output"].Value));

    [GeneratedRegex(@"^```powershell\n(?<command>.*?)\n```\n\n```Output\n(?<output>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
