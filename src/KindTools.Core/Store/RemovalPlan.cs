namespace KindTools.Core.Store;

/// <summary>An image that can be removed.</summary>
/// <param name="Image">Its name as people write it.</param>
/// <param name="Copies">What goes, one a node.</param>
public sealed record RemovalPlan(string Image, IReadOnlyList<KindNodeImage> Copies)
{
    /// <summary>Results for a removal that the user did not let happen.</summary>
    public IEnumerable<ImageRemovalResult> AsResults() => Copies.Select(copy => Result(copy, ImageRemovalStatus.WouldRemove, [copy.Image]));

    internal static ImageRemovalResult Result(KindNodeImage copy, ImageRemovalStatus status, IReadOnlyList<string> records) => new()
    {
        Image = copy.Image,
        Cluster = copy.Cluster,
        Node = copy.Node,
        Status = status,
        ImageId = copy.ImageId,
        Digest = copy.Digest,
        Size = copy.Size,
        Records = records,
    };
}
