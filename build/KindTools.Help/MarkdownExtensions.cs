using Markdig.Syntax;

namespace KindTools.Help;

/// <summary>What Markdig's blocks do not tell in our words.</summary>
internal static class MarkdownExtensions
{
    /// <summary>The block's line in the file; 1 is the first.</summary>
    public static int LineNumber(this Block block) => block.Line + 1;

    /// <summary>The text of a code block as it stands.</summary>
    public static string Code(this LeafBlock block) => block.Lines.ToString().TrimEnd();
}
