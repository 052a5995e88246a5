using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>A node as an import finds it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Content">Its images.</param>
/// <param name="Blobs">The lengths of everything in its content store, by digest.</param>
internal sealed record NodeState(KindNode Node, NodeContent Content, IReadOnlyDictionary<string, long> Blobs)
{
    /// <summary>The image id behind a name, or null.</summary>
    public string? ImageIdOf(string name) => Find(name)?.Manifest.Config.Digest;

    /// <summary>Whether a name stands for exactly this image already.</summary>
    public bool Has(SourceImage image) =>
        Record(image.Reference.ToString()) is { KnownToKubelet: true } record
        && Find(record.Name) is { } found
        && (image.Id == record.Digest || image.Id == found.ManifestDigest || image.Id == found.Manifest.Config.Digest)
        && found.Manifest.Layers.All(layer => Blobs.ContainsKey(layer.Digest));

    private ImageRecord? Record(string name) => Content.Names.FirstOrDefault(record => record.Name == name);

    private ResolvedImage? Find(string name) => Record(name) is { } record ? NodeImageList.Resolve(Content, record.Digest) : null;
}
