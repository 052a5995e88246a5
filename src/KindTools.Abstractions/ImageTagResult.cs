namespace KindTools;

/// <summary>What <c>Add-KindNodeImageTag</c> did on one node.</summary>
public sealed record ImageTagResult
{
    /// <summary>The new name, fully qualified.</summary>
    public required string Image { get; init; }

    /// <summary>The name, or the image id, by which the image was found.</summary>
    public required string Source { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required ImageTagStatus Status { get; init; }

    /// <summary>The image id: the digest of the image's configuration; null when the node could not tell.</summary>
    public string? ImageId { get; init; }

    /// <summary>The digest of the manifest or index that both names point to.</summary>
    public required string Digest { get; init; }

    /// <summary>The image id that the new name stood for before, when it was another one.</summary>
    public string? ReplacedImageId { get; init; }
}
