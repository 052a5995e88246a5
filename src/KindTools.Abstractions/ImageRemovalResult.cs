namespace KindTools;

/// <summary>What <c>Remove-KindNodeImage</c> did with one image on one node.</summary>
public sealed record ImageRemovalResult
{
    /// <summary>The fully qualified reference, or the image id of an image that had lost its name.</summary>
    public required string Image { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required ImageRemovalStatus Status { get; init; }

    /// <summary>The image id: the digest of the image's configuration; null when the node could not tell.</summary>
    public string? ImageId { get; init; }

    /// <summary>The digest of the manifest or index that the name pointed to.</summary>
    public required string Digest { get; init; }

    /// <summary>The bytes that the image had on the node. What it shared with other images stays.</summary>
    public required long Size { get; init; }

    /// <summary>The records that containerd had of it: the name, and with an image's last name also its digest and its id.</summary>
    public required IReadOnlyList<string> Records { get; init; }
}
