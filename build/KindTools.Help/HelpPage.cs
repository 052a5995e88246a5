using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>A page taken apart by its headings.</summary>
internal sealed class HelpPage
{
    // Tables are read only to be refused: without the extension they would slip through as a paragraph full of bars.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private HelpPage(IReadOnlyDictionary<string, string> frontMatter, PageSection root)
    {
        FrontMatter = frontMatter;
        Root = root;
    }

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    /// <summary>The one heading of level 1, with everything below it.</summary>
    public PageSection Root { get; }

    public static HelpPage Parse(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        var frontMatter = new Dictionary<string, string>();
        PageSection? root = null;
        var open = new Stack<PageSection>();

        foreach (var block in document)
        {
            if (block is YamlFrontMatterBlock yaml)
            {
                foreach (var (key, value, _) in KeyValueLines.Of(yaml)) frontMatter[key] = value;
            }
            else if (block is HeadingBlock heading)
            {
                var section = new PageSection(PlainText.Of(heading), heading.LineNumber(), [], []);
                while (open.Count >= heading.Level) open.Pop();
                if (open.Count != heading.Level - 1)
                    throw new HelpPageException(section.Line, $"The heading '{section.Title}' skips a level.");

                if (open.TryPeek(out var parent)) parent.Sections.Add(section);
                else if (root is not null) throw new HelpPageException(section.Line, "A page has one heading of level 1.");
                else root = section;
                open.Push(section);
            }
            else if (open.TryPeek(out var section))
            {
                section.Blocks.Add(block);
            }
            else
            {
                throw new HelpPageException(block.LineNumber(), "Text before the page's heading.");
            }
        }

        return new HelpPage(frontMatter, root ?? throw new HelpPageException(1, "The page has no heading."));
    }
}
