namespace KindTools.Core.Manifests;

/// <summary>An edit of a document's text, and what it is to change in the document's events.</summary>
/// <param name="Source">The text.</param>
/// <param name="Place">A place at or before the edit of which line and column are known.</param>
/// <param name="Span">What is replaced, by its position in <see cref="DocumentText.Text"/>.</param>
/// <param name="NewText">What takes its place.</param>
/// <param name="Change">What changes in the events.</param>
internal sealed record PlannedEdit(DocumentText Source, TextPlace Place, TextSpan Span, string NewText, ScalarChange Change)
{
    /// <summary>The same by line and column of the whole text.</summary>
    public ManifestEdit Describe()
    {
        var start = Place.To(Source.Text, Span.Start);
        var end = start.To(Source.Text, Span.End);
        return new ManifestEdit
        {
            StartLine = Source.Line + start.Line - 1,
            StartColumn = start.Column,
            EndLine = Source.Line + end.Line - 1,
            EndColumn = end.Column,
            OldText = Source.Text[Span.Start..Span.End],
            NewText = NewText,
        };
    }
}
