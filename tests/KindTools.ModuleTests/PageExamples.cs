using System.Globalization;
using System.Text.RegularExpressions;

namespace KindTools.Testing;

/// <summary>The examples of all pages, and who runs each.</summary>
internal static partial class PageExamples
{
    /// <summary>Run by module tests with the manifests of the repository, and compared with the page to the letter.</summary>
    public static IReadOnlyList<string> WithManifests { get; } =
    [
        .. Enumerable.Range(1, 7).Select(number => $"Repair-PodPullPolicy {number}"),
        "Test-PodPullPolicy 1",
    ];

    /// <summary>Run by module tests in the console host, which has the commands that PowerShell's engine alone lacks.</summary>
    public static IReadOnlyList<string> WithConsole { get; } =
        ["Test-PodPullPolicy 2", "Test-PodPullPolicy 3", "Test-PodPullPolicy 4", "Test-PodPullPolicy 5", "Test-PodPullPolicy 7", "Test-PodPullPolicy 8", "ConvertTo-PodPullPolicySarif 1", "ConvertTo-PodPullPolicySarif 2"];

    /// <summary>Run by nobody, and why not.</summary>
    public static IReadOnlyDictionary<string, string> NotRun { get; } = new Dictionary<string, string>
    {
        ["Get-KindNode 5"] = "It is docker's and journalctl's, and nodes of the lab have no systemd.",
    };

    /// <summary>All of them. Those that are not named above are run by KindTools.LabTests, with a real engine, nodes and Kubernetes.</summary>
    public static IReadOnlyList<PageExample> All { get; } =
    [
        .. from path in Directory.EnumerateFiles(Path.Combine(Module.Root, "docs"), "*-*.md").Order(StringComparer.Ordinal)
           let text = File.ReadAllText(path)
           from heading in Heading().Matches(text)
           let match = Example().Match(text, heading.Index)
           select new PageExample(
               Path.GetFileNameWithoutExtension(path),
               int.Parse(heading.Groups[1].Value, CultureInfo.InvariantCulture),
               match.Groups["command"].Value,
               match.Groups["output"] is { Success: true, Value: var output } ? output : null),
    ];

    /// <summary>One of them.</summary>
    public static PageExample Named(string name) => All.Single(example => example.Name == name);

    [GeneratedRegex(@"^### Example (\d+): ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\G###[^\n]*\n\n(?:(?!```|###).*\n)*```powershell\n(?<command>(?s:.*?))\n```\n(?:\n```Output\n(?<output>(?s:.*?))\n```$)?", RegexOptions.Multiline)]
    private static partial Regex Example();
}
