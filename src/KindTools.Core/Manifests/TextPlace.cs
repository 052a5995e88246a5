namespace KindTools.Core.Manifests;

/// <summary>A place in a text; line and column begin at 1.</summary>
internal readonly record struct TextPlace(int Index, int Line, int Column)
{
    /// <summary>Another place; one further on is found without reading the text from its beginning.</summary>
    public TextPlace To(string text, int index)
    {
        if (index < Index) return new TextPlace(0, 1, 1).To(text, index);

        var passed = text.AsSpan(Index, index - Index);
        var lastBreak = passed.LastIndexOf('\n');
        return new TextPlace(index, Line + passed.Count('\n'), lastBreak < 0 ? Column + passed.Length : passed.Length - lastBreak);
    }
}
