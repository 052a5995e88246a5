using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KindTools.Core.Manifests;

/// <summary>Fills a <see cref="YamlDocument"/> from the parser's events, one document after the other.</summary>
internal sealed class YamlReader
{
    private readonly DocumentText _source;
    private readonly YamlDocument _document;
    private readonly bool _isTemplate;
    private readonly Stack<int> _open = new();
    private readonly Parser _parser;

    /// <summary>Reads a stretch of text. More than one document is in it only where <c>...</c> parts them.</summary>
    /// <param name="source">The stretch.</param>
    /// <param name="document">What to fill.</param>
    /// <param name="maskedText">What to parse in its place: the same with its template actions masked.</param>
    public YamlReader(DocumentText source, YamlDocument document, string? maskedText = null)
    {
        _source = source;
        _document = document;
        _isTemplate = maskedText is not null;
        _parser = new Parser(new StringReader(maskedText ?? source.Text));
    }

    /// <summary>What is left unread after the last document, for another reader.</summary>
    public DocumentText? Rest { get; private set; }

    /// <summary>Reads the next document; false at the end.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public bool ReadNext(CancellationToken cancellationToken)
    {
        if (Rest is not null) return false;

        _open.Clear();
        _document.Begin(_source, _isTemplate);
        try
        {
            while (_parser.MoveNextSafely())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_parser.Current is DocumentEnd) return true;
                Add(_parser.Current!);
            }

            return false;
        }
        catch (YamlException exception) when (IsNextJsonObject(exception.Start))
        {
            Rest = _source.From((int)exception.Start.Index, (int)exception.Start.Line);
            return true;
        }
    }

    private void Add(ParsingEvent current)
    {
        switch (current)
        {
            case Scalar scalar:
                var node = Node(scalar, YamlNodeKind.Scalar);
                node.Value = scalar.Value;
                node.Style = scalar.Style;
                node.IsPlain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
                _document.Close(_document.Add(node, scalar.Anchor), EndOf(scalar));
                break;
            case MappingStart mapping:
                Open(mapping, YamlNodeKind.Mapping, mapping.Style == MappingStyle.Flow);
                break;
            case SequenceStart sequence:
                Open(sequence, YamlNodeKind.Sequence, sequence.Style == SequenceStyle.Flow);
                break;
            case MappingEnd or SequenceEnd:
                Close(current);
                break;
            case AnchorAlias alias:
                var standIn = Node(alias, YamlNodeKind.Alias);
                standIn.Target = _document.Target(alias);
                _document.Close(_document.Add(standIn, AnchorName.Empty), EndOf(alias));
                break;
        }
    }

    private void Open(NodeEvent start, YamlNodeKind kind, bool isFlow)
    {
        var node = Node(start, kind);
        node.IsFlow = isFlow;
        _open.Push(_document.Add(node, start.Anchor));
    }

    // The end of a flow collection is marked before its bracket.
    private void Close(ParsingEvent end)
    {
        var node = _open.Pop();
        _document.Close(node, EndOf(end) + (_document[node].IsFlow ? 1 : 0));
        if (!_document.IsComplete(node)) throw new YamlException(end.Start, end.End, "A key of the mapping that ends here has no value.");
    }

    private YamlNode Node(ParsingEvent start, YamlNodeKind kind)
    {
        var at = Math.Min((int)start.Start.Index, _source.Text.Length);
        return new YamlNode { Kind = kind, Start = start is NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false } ? EndOfProperties(at) : at };
    }

    // What is empty at the end of the text is marked one past it.
    private int EndOf(ParsingEvent current) => Math.Min((int)current.End.Index, _source.Text.Length);

    // The parser's mark stands at the node's anchor and tag, if it has any.
    private int EndOfProperties(int at)
    {
        var text = _source.Text;
        while (at < text.Length && text[at] is '&' or '!')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        }

        return at;
    }

    // kubectl reads JSON objects that follow one another with nothing between them; YAML does not know that.
    private bool IsNextJsonObject(Mark mark) =>
        !_isTemplate && _open.Count == 0 && _document.Count > 0 && _document[0].IsFlow
        && mark.Column == 1 && mark.Index < _source.Text.Length && _source.Text[(int)mark.Index] == '{';
}
