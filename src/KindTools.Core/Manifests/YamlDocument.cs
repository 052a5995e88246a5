using System.Runtime.InteropServices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KindTools.Core.Manifests;

/// <summary>
/// One YAML document as a flat list of nodes with their positions: enough to look things up as Kubernetes' own
/// parser would (sigs.k8s.io/yaml over goyaml.v2: keys and merges apply in order, so that the last one wins), and
/// cheap enough to be filled anew for each document.
/// </summary>
internal sealed class YamlDocument
{
    // goyaml.v2 gives up too ("document contains excessive aliasing").
    private const int MaxAliasSteps = 100_000;

    private readonly List<YamlNode> _nodes = [];
    private readonly Dictionary<string, int> _anchors = new(StringComparer.Ordinal);
    private readonly List<int> _aliased = [];
    private readonly List<int> _lines = [];
    private int _aliasSteps;

    /// <summary>Where it came from.</summary>
    public DocumentText Source { get; private set; } = DocumentText.Whole("");

    /// <summary>True when it is YAML only after its template actions were masked.</summary>
    public bool IsTemplate { get; private set; }

    /// <summary>Which document of its file or text it is; the first is 0.</summary>
    public int Number { get; set; }

    public int Count => _nodes.Count;

    public ref readonly YamlNode this[int node] => ref CollectionsMarshal.AsSpan(_nodes)[node];

    /// <summary>Follows an alias.</summary>
    public int Resolve(int node)
    {
        if (this[node].Kind != YamlNodeKind.Alias) return node;
        if (++_aliasSteps > MaxAliasSteps) throw new YamlException(MarkOf(node), MarkOf(node), "The document contains excessive aliasing.");

        return this[node].Target;
    }

    /// <summary>The value of a key, or null. The mapping may be any node.</summary>
    public YamlField? Find(int mapping, string key)
    {
        if (this[mapping].Kind != YamlNodeKind.Mapping) return null;

        YamlField? found = null;
        for (var at = mapping + 1; at < this[mapping].Next;)
        {
            var value = this[at].Next;
            if (IsKey(at, key))
            {
                var origin = found is null ? FieldOrigin.Plain : FieldOrigin.Duplicate;
                found = new YamlField(at, Resolve(value), origin | OriginOf(value));
            }
            else if (this[at].IsPlain && IsKey(at, "<<") && FindMerged(Resolve(value), key) is { } merged)
            {
                found = merged with { Origin = merged.Origin | FieldOrigin.Merged };
            }

            at = this[value].Next;
        }

        return found;
    }

    /// <summary>The value of a path of keys, or null.</summary>
    public YamlField? Find(int mapping, ReadOnlySpan<string> path)
    {
        var field = new YamlField(mapping, mapping, FieldOrigin.Plain);
        foreach (var key in path)
        {
            if (Find(field.Value, key) is not { } next) return null;
            field = next with { Origin = next.Origin | field.Origin };
        }

        return field;
    }

    /// <summary>The items of a sequence; of anything else, none. Aliases are followed.</summary>
    public IEnumerable<YamlField> Items(int sequence)
    {
        if (this[sequence].Kind != YamlNodeKind.Sequence) yield break;

        for (var at = sequence + 1; at < this[sequence].Next; at = this[at].Next)
            yield return new YamlField(at, Resolve(at), OriginOf(at));
    }

    /// <summary>A scalar's text, or null for what is not text to Kubernetes: null, a number, a truth value, a collection.</summary>
    public string? TextOf(int node) =>
        this[node] is { Kind: YamlNodeKind.Scalar, Value: var value, IsPlain: var isPlain } && !(isPlain && PlainScalar.IsNotText(value!))
            ? (IsTemplate ? SourceOf(node) : value)
            : null;

    /// <summary>True for what Kubernetes takes for absent: <c>null</c>, <c>~</c> and nothing at all.</summary>
    public bool IsNull(int node) => this[node] is { Kind: YamlNodeKind.Scalar, IsPlain: true, Value: var value } && PlainScalar.IsNull(value!);

    /// <summary>A node as it stands in the text, without quotation marks.</summary>
    public string SourceOf(int node)
    {
        var text = Source.Text.AsSpan()[this[node].Start..this[node].End].TrimEnd();
        return (text.Length > 1 && text[0] == text[^1] && text[0] is '"' or '\'' ? text[1..^1] : text).ToString();
    }

    /// <summary>Where a node stands in the whole text.</summary>
    public TextSpan SpanOf(int node) => new(Source.Offset + this[node].Start, Source.Offset + this[node].End);

    /// <summary>
    /// Where a node begins in the document's own text. Few nodes are ever asked for it, so that lines are not counted before,
    /// and not taken from the parser: its lines are wrong after a tab at the end of a line within braces; its indexes are right.
    /// </summary>
    public TextPlace PlaceOf(int node)
    {
        if (_lines.Count == 0) FindLines();
        var at = this[node].Start;
        var found = _lines.BinarySearch(at);
        var line = found < 0 ? ~found - 1 : found;
        return new TextPlace(at, line + 1, at - _lines[line] + 1);
    }

    /// <summary>The line of the whole text on which a node stands.</summary>
    public int LineOf(int node) => Source.Line + PlaceOf(node).Line - 1;

    internal void Begin(DocumentText source, bool isTemplate)
    {
        Source = source;
        IsTemplate = isTemplate;
        _nodes.Clear();
        _anchors.Clear();
        _aliased.Clear();
        _lines.Clear();
        _aliasSteps = 0;
    }

    internal int Add(in YamlNode node, AnchorName anchor)
    {
        if (!anchor.IsEmpty) _anchors[anchor.Value] = _nodes.Count;
        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    internal void Close(int node, int end)
    {
        ref var closed = ref CollectionsMarshal.AsSpan(_nodes)[node];
        closed.End = end;
        closed.Next = _nodes.Count;
    }

    /// <summary>Whether every key has a value. On some broken texts (<c>a: 'b':</c>) the parser gives none and goes on.</summary>
    internal bool IsComplete(int node)
    {
        if (this[node].Kind != YamlNodeKind.Mapping) return true;

        var isKey = true;
        for (var at = node + 1; at < this[node].Next; at = this[at].Next) isKey = !isKey;
        return isKey;
    }

    /// <summary>The node that an alias stands for.</summary>
    /// <exception cref="YamlException">There is no such anchor before it, or the alias stands within it.</exception>
    internal int Target(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            throw new YamlException(alias.Start, alias.End, $"Unknown anchor '{alias.Value}'.");
        if (this[target].Next == 0)
            throw new YamlException(alias.Start, alias.End, $"Anchor '{alias.Value}' contains itself.");

        _aliased.Add(target);
        return target;
    }

    // Of several mappings in one merge, the first that has the key gives it.
    private YamlField? FindMerged(int value, string key) => this[value].Kind == YamlNodeKind.Sequence
        ? Items(value).Select(item => Find(item.Value, key)).FirstOrDefault(field => field is not null)
        : Find(value, key);

    private bool IsKey(int node, string key) => this[node].Kind == YamlNodeKind.Scalar && this[node].Value == key;

    private FieldOrigin OriginOf(int node) =>
        this[node].Kind == YamlNodeKind.Alias || _aliased.Exists(target => target <= node && node < this[target].Next)
            ? FieldOrigin.Shared
            : FieldOrigin.Plain;

    private Mark MarkOf(int node)
    {
        var place = PlaceOf(node);
        return new Mark(place.Index, place.Line, place.Column);
    }

    private void FindLines()
    {
        var text = Source.Text;
        for (var start = 0; start >= 0; start = text.IndexOf('\n', start) is var feed && feed < 0 ? -1 : feed + 1) _lines.Add(start);
    }
}
