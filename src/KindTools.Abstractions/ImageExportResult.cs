namespace KindTools;

/// <summary>What <c>Export-KindNodeImage</c> did with one image.</summary>
public sealed record ImageExportResult
{
    /// <summary>The fully qualified reference under which the archive, or the engine, has the image.</summary>
    public required string Image { get; init; }

    /// <summary>The cluster of the node.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node that the image was read from.</summary>
    public required string Node { get; init; }

    /// <summary>What was done.</summary>
    public required ImageExportStatus Status { get; init; }

    /// <summary>The archive; null when the image went to the container engine.</summary>
    public string? Path { get; init; }

    /// <summary>The image id: the digest of the image's configuration.</summary>
    public required string ImageId { get; init; }

    /// <summary>The digest of the image's manifest.</summary>
    public required string Digest { get; init; }

    /// <summary>Operating system and architecture, for example <c>linux/amd64</c>; null when unknown.</summary>
    public string? Platform { get; init; }

    /// <summary>Bytes of the image, with the layers that it shares with others.</summary>
    public required long Size { get; init; }
}
