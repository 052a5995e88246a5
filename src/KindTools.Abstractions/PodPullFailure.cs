namespace KindTools;

/// <summary>
/// A container that does not start because of its image, or, rolled up, the same container of all pods of one controller
/// that fail for the same cause. It has no property <c>Name</c> on purpose: piped to a cmdlet that takes images by name, a
/// pod's name would bind there.
/// </summary>
public sealed record PodPullFailure
{
    /// <summary>The kind cluster's name, or null for a cluster that is not kind's.</summary>
    public string? Cluster { get; init; }

    /// <summary>The context by which it was reached, or null when the user's kubeconfig has none for the kind cluster.</summary>
    public string? Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod; of several, the one that has failed for the longest.</summary>
    public required string Pod { get; init; }

    /// <summary>All pods of this row, <see cref="Pod"/> first.</summary>
    public required IReadOnlyList<string> Pods { get; init; }

    /// <summary>How many pods this row stands for.</summary>
    public int PodCount => Pods.Count;

    /// <summary>The container's or image volume's name.</summary>
    public required string Container { get; init; }

    /// <summary>Where in the pod the image is named.</summary>
    public required ContainerType ContainerType { get; init; }

    /// <summary>The image as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>The fully qualified reference that the node's runtime is asked for, or null when the name is not valid.</summary>
    public string? NormalizedImage { get; init; }

    /// <summary>The nodes on which the pods are, each once; the one of <see cref="Pod"/> first.</summary>
    public required IReadOnlyList<string> Node { get; init; }

    /// <summary>The kubelet's word for the state, for example <c>ImagePullBackOff</c>.</summary>
    public required string WaitingReason { get; init; }

    /// <summary>Why.</summary>
    public required PodPullFailureCause Cause { get; init; }

    /// <summary>The same in a few words, with what matters of this case.</summary>
    public required string Summary { get; init; }

    /// <summary>Why, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The policy of the live pod, after admission.</summary>
    public PullPolicy? EffectivePolicy { get; init; }

    /// <summary>The policy in the template of the controller, or null for a pod without one and where it may not be read.</summary>
    public PullPolicy? TemplatePolicy { get; init; }

    /// <summary>What the pod belongs to, from the nearest to the controller at the top; empty for a pod of its own.</summary>
    public required IReadOnlyList<PodOwner> Owners { get; init; }

    /// <summary>The owner at the top, or null for a pod of its own.</summary>
    public PodOwner? Controller => Owners.Count > 0 ? Owners[^1] : null;

    /// <summary>What manages the pod or its controller from outside, for example <c>Helm</c>, <c>Argo CD</c> or <c>Flux</c>; null when nothing says so.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>Since when it fails, as far as can be told.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How often it was tried, as far as events tell; they are kept for an hour. Null when there are none.</summary>
    public int? Tries { get; init; }

    /// <summary>What the nodes hold of the image; null where no node could be asked.</summary>
    public NodeImagePresence? Nodes { get; init; }

    /// <summary>Whether the container engine has the image; null where it could not be asked.</summary>
    public bool? InEngine { get; init; }

    /// <summary>Other kind clusters, of which nodes have the image.</summary>
    public IReadOnlyList<string> OtherClusters { get; init; } = [];

    /// <summary>Images that nodes or the engine have and that may have been meant, the nearest first.</summary>
    public IReadOnlyList<string> NearMisses { get; init; } = [];

    /// <summary>What this was concluded from: lines of the status, of events, and of what nodes and engine hold.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>The runtime's message, as it is; null when there is none.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it, as a sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command that does it, or null when no command can.</summary>
    public string? RemedyCommand { get; init; }

    /// <summary>Only with <c>-Watch</c>: the container has got past its image, or the pod is gone.</summary>
    public bool IsResolved { get; init; }
}
