using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>
/// One node of a <see cref="YamlDocument"/>, which keeps its nodes in one list in the order of the text.
/// Positions are those in the document's own text.
/// </summary>
internal struct YamlNode
{
    public YamlNodeKind Kind;

    /// <summary>A scalar's value.</summary>
    public string? Value;

    /// <summary>How a scalar is written.</summary>
    public ScalarStyle Style;

    /// <summary>True for a scalar whose type its looks decide: plain and without a tag.</summary>
    public bool IsPlain;

    /// <summary>True for <c>{…}</c> and <c>[…]</c>.</summary>
    public bool IsFlow;

    /// <summary>Where it begins, its anchor and tag left out.</summary>
    public int Start;

    /// <summary>Where it ends. For a block mapping or sequence that is at the next token, past comments.</summary>
    public int End;

    /// <summary>The index of the node that follows this one and all that is in it; 0 while it is open.</summary>
    public int Next;

    /// <summary>For an alias: the index of what it stands for.</summary>
    public int Target;
}
