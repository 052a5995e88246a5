using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>A heading and what stands below it.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">Its line.</param>
/// <param name="Blocks">What stands below it, up to the next heading of any level.</param>
/// <param name="Sections">The sections below the next deeper headings.</param>
internal sealed record PageSection(string Title, int Line, List<Block> Blocks, List<PageSection> Sections)
{
    /// <summary>Its text; a section that must say something and does not is an error.</summary>
    public IReadOnlyList<string> RequireText()
    {
        RefuseSections();
        var text = PlainText.Paragraphs(Blocks);
        return text.Count > 0 ? text : throw new HelpPageException(Line, $"'{Title}' says nothing.");
    }

    public void RefuseSections()
    {
        if (Sections.Count > 0) throw new HelpPageException(Sections[0].Line, $"'{Title}' has no sub-sections.");
    }

    public void RefuseBlocks()
    {
        if (Blocks.Count > 0) throw new HelpPageException(Blocks[0].LineNumber(), $"'{Title}' holds only sub-sections.");
    }
}
