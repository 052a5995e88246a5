namespace KindTools;

/// <summary>What the nodes hold of the image that a container wants.</summary>
public sealed record NodeImagePresence
{
    /// <summary>The nodes that have the image; with a digest in its name, exactly that content.</summary>
    public required IReadOnlyList<string> PresentOn { get; init; }

    /// <summary>The nodes that do not.</summary>
    public required IReadOnlyList<string> MissingOn { get; init; }

    /// <summary>Of the nodes that have it, those where it has other content than in the container engine.</summary>
    public required IReadOnlyList<string> OutdatedOn { get; init; }

    /// <summary>Where it is missing: names that nodes have and that may have been meant.</summary>
    public required IReadOnlyList<string> NearMisses { get; init; }
}
