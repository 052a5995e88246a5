namespace KindTools.Core.Cure;

/// <summary>One container that is to be cured, whatever found it.</summary>
internal sealed record CureCase
{
    public required string? Cluster { get; init; }

    public required string? Context { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The pods that it is about.</summary>
    public required IReadOnlyList<string> Pods { get; init; }

    /// <summary>The image as the pods name it.</summary>
    public required string Image { get; init; }

    /// <summary>What the pods belong to, from the nearest to the controller at the top.</summary>
    public required IReadOnlyList<PodOwner> Owners { get; init; }

    /// <summary>What is said to manage the object from outside.</summary>
    public required string? ManagedBy { get; init; }

    /// <summary>Why it fails; null when it has drifted.</summary>
    public PodPullFailureCause? Cause { get; init; }

    /// <summary>How it has drifted; null when it fails.</summary>
    public PodImageDriftKind? Drift { get; init; }

    /// <summary>What cures it.</summary>
    public required ContainerCure Cure { get; init; }

    /// <summary>The owner at the top, or null for a pod of its own.</summary>
    public PodOwner? Controller => Owners.Count > 0 ? Owners[^1] : null;

    /// <summary>The object that is cured: pods of one owner are cured once.</summary>
    public (string Namespace, string Owner) Key => (Namespace, Controller?.Uid ?? Pods[0]);

    /// <summary>A container that does not start.</summary>
    public static CureCase Of(PodPullFailure failure, PullPolicy wish) => new()
    {
        Cluster = failure.Cluster,
        Context = failure.Context,
        Namespace = failure.Namespace,
        Pods = failure.Pods,
        Image = failure.Image,
        Owners = failure.Owners,
        ManagedBy = failure.ManagedBy,
        Cause = failure.Cause,
        Cure = CureChooser.Choose(failure, wish),
    };

    /// <summary>A container that runs another image than is meant.</summary>
    public static CureCase Of(PodImageDrift drift, PullPolicy wish) => new()
    {
        Cluster = drift.Cluster,
        Context = drift.Context,
        Namespace = drift.Namespace,
        Pods = [drift.Pod],
        Image = drift.Image,
        Owners = drift.Owners,
        ManagedBy = drift.ManagedBy,
        Drift = drift.Drift,
        Cure = DriftCureChooser.Choose(drift, wish),
    };
}
