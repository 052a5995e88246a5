using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>An image that can be exported.</summary>
/// <param name="Reference">Its name.</param>
/// <param name="State">The node that has all of it.</param>
/// <param name="Found">Its manifest there.</param>
/// <param name="Platform">What it runs on; null when unknown.</param>
internal sealed record ExportedImage(ImageReference Reference, NodeState State, ResolvedImage Found, string? Platform)
{
    /// <summary>Everything it is made of but the manifest.</summary>
    public IEnumerable<OciDescriptor> Blobs => Found.Manifest.Layers.Prepend(Found.Manifest.Config);

    /// <summary>What the result will be.</summary>
    public ImageExportResult Outcome(ImageExportStatus status, string? path) => new()
    {
        Image = Reference.ToString(),
        Cluster = State.Node.Cluster,
        Node = State.Node.Name,
        Status = status,
        Path = path,
        ImageId = Found.Manifest.Config.Digest,
        Digest = Found.ManifestDigest,
        Platform = Platform,
        Size = State.Blobs[Found.ManifestDigest] + Blobs.Sum(blob => blob.Size),
    };
}
