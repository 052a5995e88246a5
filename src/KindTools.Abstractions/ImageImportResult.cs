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

    /// <summary>How the content came; null when none had to come.</summary>
    public ImageTransferWay? Way { get; init; }

    /// <summary>The image id: the digest of the image's configuration. Null when it was only planned and is not known yet.</summary>
    public string? ImageId { get; init; }

    /// <summary>The digest of the manifest that the name points to on the node, or null when it was only planned.</summary>
    public string? Digest { get; init; }

    /// <summary>Operating system and architecture, for example <c>linux/amd64</c>; null when unknown.</summary>
    public string? Platform { get; init; }

    /// <summary>The image id that the name pointed to before, when the import changed it.</summary>
    public string? ReplacedImageId { get; init; }

    /// <summary>Bytes of all the image's blobs on the node: its manifest, its configuration and its layers as they are stored.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Bytes of these that were sent. What several images of one transfer share is counted with the first of them.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes of these that the node had already.</summary>
    public long BytesReused => Math.Max(0, BytesTotal - BytesSent);

    /// <summary>All the image's blobs: its manifest, its configuration and its layers.</summary>
    public int BlobsTotal { get; init; }

    /// <summary>Blobs of these that were sent.</summary>
    public int BlobsSent { get; init; }

    /// <summary>Blobs of these that the node had already.</summary>
    public int BlobsReused => BlobsTotal - BlobsSent;

    /// <summary>From the start of the transfer to the node's confirmation.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }
}
