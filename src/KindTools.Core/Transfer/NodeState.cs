using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>A node as an import finds it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Content">Its images.</param>
/// <param name="Blobs">The lengths of everything in its content store, by digest.</param>
/// <param name="Damaged">Digests of content that is there with another length than its images say.</param>
internal sealed record NodeState(KindNode Node, NodeContent Content, IReadOnlyDictionary<string, long> Blobs, IReadOnlyList<string> Damaged)
{
    /// <summary>The transfers that keep content there from garbage collection.</summary>
    public IReadOnlyList<string> Transfers { get; init; } = [];

    /// <summary>A blob of another length than its images say was cut short, and is as good as none.</summary>
    public static NodeState From(KindNode node, NodeContent content, IReadOnlyDictionary<string, long> blobs)
    {
        var damaged = content.Documents.Values
            .SelectMany(document => document.Document is OciManifest manifest ? BlobsOf(manifest) : [])
            .Where(blob => blobs.TryGetValue(blob.Digest, out var length) && length != blob.Size)
            .Select(blob => blob.Digest)
            .ToHashSet();
        return new NodeState(node, content, damaged.Count == 0 ? blobs : blobs.Where(blob => !damaged.Contains(blob.Key)).ToDictionary(), [.. damaged]);
    }

    /// <summary>Digests of everything that names and content of images lead to on the node.</summary>
    public IEnumerable<string> DigestsOf(IReadOnlyList<WantedImage> images) => Content.Documents
        .Where(document => document.Value.Document is OciManifest manifest && images.Any(image => image.Content.Is(document.Key, manifest)))
        .SelectMany(document => BlobsOf((OciManifest)document.Value.Document).Select(blob => blob.Digest).Append(document.Key));

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

    private static IEnumerable<OciDescriptor> BlobsOf(OciManifest manifest) => manifest.Layers.Append(manifest.Config);

    private bool IsWhole(ImageRecord record, ImageContent content) =>
        NodeImageList.Resolve(Content, record.Digest) is { } found
        && (content.Is(found.ManifestDigest, found.Manifest) || content.ManifestDigest == record.Digest)
        && BlobsOf(found.Manifest).All(blob => Blobs.ContainsKey(blob.Digest));
}
