namespace KindTools.Core.Diagnosis;

/// <summary>A container of a live pod that does not run for what is, or may be, its image: all that is kept of the pod.</summary>
internal sealed record FailingContainer
{
    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Pod { get; init; }

    /// <summary>The pod's uid, by which events are found.</summary>
    public required string PodUid { get; init; }

    /// <summary>The pod's node, or null before it has one.</summary>
    public string? Node { get; init; }

    /// <summary>The container's or image volume's name.</summary>
    public required string Container { get; init; }

    /// <summary>Where in the pod the image is named.</summary>
    public required ContainerType Type { get; init; }

    /// <summary>The image as the pod names it.</summary>
    public required string Image { get; init; }

    /// <summary>The live pod's policy.</summary>
    public PullPolicy? Policy { get; init; }

    /// <summary>
    /// The policy that <c>kubectl apply</c> asked for, by the rule of defaults where it named none; null when the pod was
    /// not made so. Only a pod of its own carries it.
    /// </summary>
    public PullPolicy? AppliedPolicy { get; init; }

    /// <summary>The kubelet's word for the state.</summary>
    public required string Reason { get; init; }

    /// <summary>What the status says about it.</summary>
    public string? Message { get; init; }

    /// <summary>When the pod was bound to its node, which is the earliest that it can have failed.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The pod's controller: the nearest of its owners.</summary>
    public PodOwner? Owner { get; init; }

    /// <summary>Which state of its controller the pod was made from: the label <c>controller-revision-hash</c>, of StatefulSets and DaemonSets.</summary>
    public string? Revision { get; init; }

    /// <summary>What manages the pod from outside.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>
    /// True for a container that did start and ended at once with a code that a program for another architecture ends
    /// with. Most such containers are none of ours: only the node can tell.
    /// </summary>
    public bool IsSuspect { get; init; }

    /// <summary>Whether two observations are of the same container of the same pod.</summary>
    public (string PodUid, ContainerType Type, string Container) Key => (PodUid, Type, Container);
}
