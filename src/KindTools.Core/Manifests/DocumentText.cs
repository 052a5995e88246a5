namespace KindTools.Core.Manifests;

/// <summary>A stretch of a text that stands between two document markers, and where it stood.</summary>
/// <param name="Text">The stretch, with its marker and every line break.</param>
/// <param name="Offset">Where it begins in the whole text, in UTF-16 units, a byte order mark not counted.</param>
/// <param name="Line">The line of the whole text on which it begins; the first is 1.</param>
internal sealed record DocumentText(string Text, int Offset, int Line)
{
    public static DocumentText Whole(string text) => new(text, 0, 1);

    /// <summary>What is left of it from the beginning of a line on; position and line are those in the stretch.</summary>
    public DocumentText From(int start, int line) => new(Text[start..], Offset + start, Line + line - 1);

    /// <summary>One line of the whole text, without its line break.</summary>
    public string LineAt(int line)
    {
        var rest = Text.AsSpan();
        for (var skip = line - Line; skip > 0; skip--)
        {
            var end = rest.IndexOf('\n');
            if (end < 0) return "";
            rest = rest[(end + 1)..];
        }

        var length = rest.IndexOf('\n');
        return (length < 0 ? rest : rest[..length]).TrimEnd('\r').ToString();
    }
}
