using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace KindTools.Help;

/// <summary>
/// Markdown as Get-Help can show it: paragraphs of plain text. Code keeps its backticks, which tell where it ends;
/// emphasis and links keep their words. What would not survive (tables, pictures, HTML) is an error, not a surprise.
/// </summary>
internal static class PlainText
{
    private const string CodeIndent = "    ";

    /// <summary>The paragraphs of a text; a list is one paragraph with a line an item.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        var paragraphs = new List<string>();
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ParagraphBlock paragraph:
                    paragraphs.Add(Of(paragraph));
                    break;
                case ListBlock list:
                    paragraphs.Add(string.Join('\n', Items(list, indent: "")));
                    break;
                case CodeBlock code:
                    paragraphs.Add(string.Join('\n', code.Code().Split('\n').Select(line => CodeIndent + line)));
                    break;
                case HtmlBlock { Type: HtmlBlockType.Comment } or LinkReferenceDefinitionGroup:
                    break;
                default:
                    throw new HelpPageException(
                        block.LineNumber(),
                        $"Get-Help cannot show a {block.GetType().Name}; use paragraphs, lists and fenced code.");
            }
        }

        return paragraphs;
    }

    public static string Of(LeafBlock block) => block.Inline is { } inline ? Of(inline, block.LineNumber()) : "";

    private static IEnumerable<string> Items(ListBlock list, string indent)
    {
        var number = 1;
        foreach (var item in list.Cast<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            foreach (var block in item)
            {
                if (block is ParagraphBlock paragraph)
                {
                    yield return indent + mark + Of(paragraph);
                    mark = new string(' ', mark.Length);
                }
                else if (block is ListBlock inner)
                {
                    foreach (var line in Items(inner, indent + "  ")) yield return line;
                }
                else
                {
                    throw new HelpPageException(block.LineNumber(), "A list item holds paragraphs and lists.");
                }
            }
        }
    }

    private static string Of(ContainerInline container, int line)
    {
        var text = new StringBuilder();
        foreach (var inline in container)
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => $"`{code.Content}`",
                LineBreakInline { IsHard: true } => "\n",
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline link => link.Url,
                LinkInline { IsImage: false } link => Link(link, line),
                EmphasisInline emphasis => Of(emphasis, line),
                _ => throw new HelpPageException(line, $"Get-Help cannot show '{inline}' ({inline.GetType().Name})."),
            });
        }

        return text.ToString();
    }

    private static string Link(LinkInline link, int line)
    {
        var text = Of(link, line);
        return Uri.TryCreate(link.Url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && text != link.Url
            ? $"{text} ({uri})"
            : text;
    }
}
