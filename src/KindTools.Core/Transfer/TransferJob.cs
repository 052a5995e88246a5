using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Images that the same nodes lack, and that travel together.</summary>
/// <param name="Images">The images, each for the nodes' platform.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Everything">Whether to send also what the nodes have.</param>
internal sealed record TransferJob(IReadOnlyList<WantedImage> Images, IReadOnlyList<NodeState> Nodes, bool Everything)
{
    /// <summary>The platform of all of them; null when the source does not tell.</summary>
    public ImagePlatform? Platform => Images[0].Content.Platform;

    /// <summary>The images' names, for people.</summary>
    public string Names => string.Join(", ", Images.Select(image => image.Source.Reference.Familiar));

    /// <summary>The images' names as pods use them.</summary>
    public IReadOnlyList<string> References => [.. Images.Select(image => image.Source.Reference.ToString())];

    /// <summary>The same for some of the nodes, with everything.</summary>
    public TransferJob Again(IReadOnlyList<NodeState> nodes) => this with { Nodes = nodes, Everything = true };

    /// <summary>Every blob that a node lacks, or null when the source does not tell what the images are made of.</summary>
    public IReadOnlyDictionary<string, long>? BlobsFor(NodeState node)
    {
        if (Images.Any(image => image.Content.Blobs is null)) return null;

        return Images.SelectMany(image => image.Content.Blobs!)
            .DistinctBy(blob => blob.Key)
            .Where(blob => Everything || !node.Blobs.ContainsKey(blob.Key))
            .ToDictionary();
    }
}
