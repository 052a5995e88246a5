namespace KindTools;

/// <summary>A name under which a node's kubelet can use an image without pulling it.</summary>
public sealed record KindNodeImage
{
    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>The fully qualified reference, for example <c>docker.io/library/app:dev</c>; the image id when it has lost its name.</summary>
    public required string Image { get; init; }

    /// <summary>Domain and path, for example <c>docker.io/library/app</c>; null for an image that has lost its name.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag, or null for a name by digest alone.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest of the manifest or index that the name points to.</summary>
    public required string Digest { get; init; }

    /// <summary>
    /// The image id: the digest of the image's configuration, which is what the kubelet and crictl call IMAGE ID.
    /// Null when the node does not hold the content to tell.
    /// </summary>
    public string? ImageId { get; init; }

    /// <summary>Bytes in the node's content store, as crictl counts them: manifest, configuration and (compressed) layers.</summary>
    public required long Size { get; init; }

    /// <summary>Operating system, architecture and variant, for example <c>linux/arm64/v8</c>; null when unknown.</summary>
    public string? Platform { get; init; }

    /// <summary>True when the kubelet's garbage collection leaves it alone.</summary>
    public required bool Pinned { get; init; }
}
