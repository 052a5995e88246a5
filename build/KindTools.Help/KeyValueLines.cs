using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>
/// The lines <c>key: value</c> of a page's yaml blocks. PlatyPS too reads them as lines: values such as
/// <c>[Alpha, Beta]</c> or <c>a: b</c> are text there, whatever YAML would make of them.
/// </summary>
internal static class KeyValueLines
{
    public static IEnumerable<(string Key, string Value, int Line)> Of(LeafBlock block)
    {
        // A fence takes a line of its own, before the first.
        var number = block.LineNumber();
        foreach (var line in block.Lines.ToString().Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new HelpPageException(number, $"'{line.Trim()}' is not 'key: value'.");

            yield return (line[..colon].Trim(), line[(colon + 1)..].Trim(), number);
        }
    }
}
