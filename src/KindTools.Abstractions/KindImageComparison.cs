namespace KindTools;

/// <summary>How an image in the container engine and the one of its name on a node compare.</summary>
public sealed record KindImageComparison
{
    /// <summary>The fully qualified reference.</summary>
    public required string Image { get; init; }

    /// <summary>The cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node.</summary>
    public required string Node { get; init; }

    /// <summary>How they compare.</summary>
    public required KindImageState State { get; init; }

    /// <summary>
    /// The id by which the engine has the image, or null: with Docker's classic store the image id, with its containerd
    /// store the digest of the manifest or index.
    /// </summary>
    public string? EngineId { get; init; }

    /// <summary>The image id on the node: the digest of the image's configuration; null when the node has none, or cannot tell.</summary>
    public string? NodeImageId { get; init; }

    /// <summary>The digest of the manifest or index on the node; null when the node has no image of the name.</summary>
    public string? NodeDigest { get; init; }
}
