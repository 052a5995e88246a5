namespace KindTools;

/// <summary>What <c>Import-KindImage</c> did for one image on one node.</summary>
public sealed record ImageImportResult
{
    /// <summary>The fully qualified reference under which the node has the image now.</summary>
    public required string Image { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required ImageImportStatus Status { get; init; }

    /// <summary>The image id: the digest of the image's configuration. Null when it was only planned and is not known yet.</summary>
    public string? ImageId { get; init; }

    /// <summary>The digest of the manifest that the name points to on the node, or null when it was only planned.</summary>
    public string? Digest { get; init; }

    /// <summary>Operating system and architecture, for example <c>linux/amd64</c>; null when unknown.</summary>
    public string? Platform { get; init; }

    /// <summary>The image id that the name pointed to before, when the import changed it.</summary>
    public string? ReplacedImageId { get; init; }

    /// <summary>
    /// Bytes sent to this node. Images that came in one transfer are counted together, with the first of them, so that
    /// a sum over results is right.
    /// </summary>
    public required long BytesSent { get; init; }

    /// <summary>From the start of the transfer to the node's confirmation.</summary>
    public required TimeSpan Elapsed { get; init; }
}
