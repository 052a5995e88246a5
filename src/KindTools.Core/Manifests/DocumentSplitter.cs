using System.Text;

namespace KindTools.Core.Manifests;

/// <summary>
/// Cuts a text that arrives line by line at its document markers, as kubectl does (apimachinery pkg/util/yaml,
/// <c>YAMLReader</c>). So a document is judged as soon as it is complete, a broken one does not take the next ones
/// with it, and memory holds one document at a time. A line that begins with <c>---</c> is a marker wherever it
/// stands, also within a quoted or a block scalar (YAML 1.2, section 9.1.2), so nothing need be parsed for it.
/// </summary>
internal sealed class DocumentSplitter
{
    /// <summary>What a line begins with that begins a document.</summary>
    public const string Marker = "---";

    private const char ByteOrderMark = '\uFEFF';

    private readonly StringBuilder _text = new();
    private int _offset;
    private int _line = 1;
    private int _lines;
    private bool _hasContent;
    private bool _hasText;

    /// <summary>Adds one line with its line break. Returns the document before it when the line begins a new one.</summary>
    public DocumentText? Add(ReadOnlySpan<char> line)
    {
        DocumentText? complete = null;
        var isMarker = IsMarker(line);
        if (isMarker && _hasContent) complete = Complete();

        if (line.Length > 0 && line[0] == ByteOrderMark && !_hasText) line = SkipMark(line);
        _text.Append(line);
        _lines++;

        // Comments and directives before a marker belong to the document that the marker begins.
        _hasText |= isMarker ? line[Marker.Length..].Trim() is not ([] or ['#', ..]) : !line.IsWhiteSpace() && line[0] is not ('#' or '%');
        _hasContent |= isMarker || _hasText;
        return complete;
    }

    /// <summary>Ends the document at hand; null when nothing but comments has come since the last one.</summary>
    public DocumentText? Complete()
    {
        var document = _hasContent ? new DocumentText(_text.ToString(), _offset, _line) : null;
        _offset += _text.Length;
        _line += _lines;
        _text.Clear();
        _lines = 0;
        _hasContent = false;
        _hasText = false;
        return document;
    }

    // Where files with byte order marks were put together, there is one after a document marker too. Kubernetes' parser
    // skips it; here the document begins after it, because to ours it is a letter. That of the text itself is not counted.
    private ReadOnlySpan<char> SkipMark(ReadOnlySpan<char> line)
    {
        if (_offset + _text.Length > 0) _offset += _text.Length + 1;
        _line += _lines;
        _text.Clear();
        _lines = 0;
        return line[1..];
    }

    private static bool IsMarker(ReadOnlySpan<char> line) =>
        line.StartsWith(Marker) && (line.Length == Marker.Length || line[Marker.Length] is ' ' or '\t' or '\r' or '\n');
}
