namespace KindTools.Core.Manifests;

/// <summary>What a node of a YAML document is.</summary>
internal enum YamlNodeKind
{
    Scalar,
    Mapping,
    Sequence,
    Alias,
}
