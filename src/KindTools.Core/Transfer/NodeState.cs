using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>A node as an import finds it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Content">Its images.</param>
/// <param name="Blobs">The lengths of everything in its content store, by digest.</param>
internal sealed record NodeState(KindNode Node, NodeContent Content, IReadOnlyDictionary<string, long> Blobs)
{
    /// <summary>The image id behind a name, or null.</summary>
    public string? ImageIdOf(string name) => Record(name) is { } record ? NodeImageList.Resolve(Content, record.Digest)?.Manifest.Config.Digest : null;

    /// <summary>Whether a name stands for exactly this image already, whole and known to the kubelet's runtime.</summary>
    public bool Has(string name, ImageContent content) => Record(name) is { KnownToKubelet: true } record && IsWhole(record, content);

    /// <summary>Another name under which the node has exactly this image, or null.</summary>
    public string? NameOf(ImageContent content) => Content.Names
        .Where(record => !record.IsImageId && IsWhole(record, content))
        .Select(record => record.Name)
        .FirstOrDefault();

    private ImageRecord? Record(string name) => Content.Names.FirstOrDefault(record => record.Name == name);

    /// <summary>A blob that was cut short is as good as none.</summary>
    private bool IsWhole(ImageRecord record, ImageContent content) =>
        NodeImageList.Resolve(Content, record.Digest) is { } found
        && (content.Is(found.ManifestDigest, found.Manifest) || content.ManifestDigest == record.Digest)
        && found.Manifest.Layers.Append(found.Manifest.Config).All(blob => Blobs.TryGetValue(blob.Digest, out var length) && length == blob.Size);
}
