using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.Help;

/// <summary>
/// Turns an about page into the text that Get-Help prints as it stands. The page has a heading with the topic's name,
/// a section 'Short description' of one paragraph, and any others.
/// </summary>
internal static partial class AboutTopic
{
    // What fits a terminal of 80 columns with the indent.
    private const int Width = 76;
    private const string Indent = "    ";
    private const string ShortDescription = "Short description";

    /// <summary>Whether a page of this name (without .md) is a topic.</summary>
    public static bool IsTopicName(string name) => name.StartsWith("about_", StringComparison.Ordinal);

    public static string ToText(string name, string markdown)
    {
        var root = HelpPage.Parse(markdown).Root;
        if (root.Title != name)
            throw new HelpPageException(root.Line, $"The page's heading is '{root.Title}', its file name '{name}'.");

        root.RefuseBlocks();
        if (root.Sections.Count == 0 || root.Sections[0].Title != ShortDescription)
            throw new HelpPageException(root.Line, $"The first section is '{ShortDescription}'.");
        if (root.Sections[0].RequireText() is not [var summary])
            throw new HelpPageException(root.Sections[0].Line, $"'{ShortDescription}' is one paragraph.");

        // Get-Help takes line 5 for the synopsis, so the paragraph must stand there, and on one line.
        var text = new StringBuilder($"TOPIC\n{Indent}{name}\n\nSHORT DESCRIPTION\n{Indent}{summary}\n");
        foreach (var section in root.Sections.Skip(1)) Append(text, section, section.Title.ToUpperInvariant());
        return text.ToString();
    }

    [GeneratedRegex(@"^ *(- |\d+\. )?")]
    private static partial Regex ListMark();

    private static void Append(StringBuilder text, PageSection section, string title)
    {
        text.Append('\n').Append(title).Append('\n');
        foreach (var (index, paragraph) in PlainText.Paragraphs(section.Blocks).Index())
        {
            if (index > 0) text.Append('\n');
            foreach (var line in paragraph.Split('\n').SelectMany(Wrap)) text.Append((Indent + line).TrimEnd()).Append('\n');
        }

        foreach (var inner in section.Sections) Append(text, inner, "  " + inner.Title);
    }

    private static IEnumerable<string> Wrap(string line)
    {
        // Code stays as it is.
        if (line.StartsWith(Indent, StringComparison.Ordinal)) return [line];

        var lead = ListMark().Match(line).Length;
        var lines = new List<string>();
        var current = new StringBuilder(line[..lead]);
        foreach (var word in line[lead..].Split(' '))
        {
            if (current.Length > lead && current.Length + word.Length > Width)
            {
                lines.Add(current.ToString().TrimEnd());
                current.Clear().Append(' ', lead);
            }

            current.Append(word).Append(' ');
        }

        lines.Add(current.ToString().TrimEnd());
        return lines;
    }
}
