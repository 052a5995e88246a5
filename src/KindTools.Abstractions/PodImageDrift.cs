namespace KindTools;

/// <summary>
/// A container that runs without complaint, but not from the image that its name stands for on the node or in the
/// container engine. It has no property <c>Name</c>, for the reason that <see cref="PodPullFailure"/> has none.
/// </summary>
public sealed record PodImageDrift
{
    /// <summary>The kind cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The context by which it was reached.</summary>
    public required string Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>Which kind of container it is.</summary>
    public required ContainerType ContainerType { get; init; }

    /// <summary>The image as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>The fully qualified reference that the node's runtime is asked for.</summary>
    public required string NormalizedImage { get; init; }

    /// <summary>The node that the pod is on.</summary>
    public required string Node { get; init; }

    /// <summary>In what way the image is another.</summary>
    public required PodImageDriftKind Drift { get; init; }

    /// <summary>False for a container that has ended; true for one in a crash loop, which runs again and again.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>What the container runs or ran: the image id, or the digest that the pod's status has where the node cannot tell the id any more.</summary>
    public required string RunningImageId { get; init; }

    /// <summary>The image id that the name stands for on the node now; null when the node has none.</summary>
    public string? NodeImageId { get; init; }

    /// <summary>The container engine's id of its image of that name: of the configuration, or with the containerd store of the manifest or index. Null when it has none.</summary>
    public string? EngineImageId { get; init; }

    /// <summary>The policy of the live pod.</summary>
    public PullPolicy? EffectivePolicy { get; init; }

    /// <summary>When the container started.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the pod belongs to, from the nearest to the controller at the top; empty for a pod of its own.</summary>
    public required IReadOnlyList<PodOwner> Owners { get; init; }

    /// <summary>The owner at the top, or null for a pod of its own.</summary>
    public PodOwner? Controller => Owners.Count > 0 ? Owners[^1] : null;

    /// <summary>What manages the pod or its controller from outside, for example <c>Helm</c>; null when nothing says so.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>What it means, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it, as a sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command that does it, or the first step of it; null when no command can.</summary>
    public string? RemedyCommand { get; init; }
}
