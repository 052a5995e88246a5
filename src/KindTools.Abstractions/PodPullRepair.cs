namespace KindTools;

/// <summary>
/// What <c>Repair-PodPullFailure</c> did for one object: a controller, or a pod of its own. As with
/// <see cref="PodPullFailure"/>, no property is called <c>Name</c>, which would bind where an image's name is wanted.
/// </summary>
public sealed record PodPullRepair
{
    /// <summary>The kind cluster's name, or null for a cluster that is not kind's.</summary>
    public string? Cluster { get; init; }

    /// <summary>The context by which it was reached.</summary>
    public string? Context { get; init; }

    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's kind, for example <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's name.</summary>
    public required string ObjectName { get; init; }

    /// <summary>What became of it.</summary>
    public required PodPullRepairStatus Status { get; init; }

    /// <summary>What was done, or under <c>-WhatIf</c> would be; empty when all there was to do was to wait.</summary>
    public required IReadOnlyList<PodPullRepairAction> Actions { get; init; }

    /// <summary>The same as sentences, with the names of images, containers and objects.</summary>
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Why its pods failed, each cause once; empty when they had only drifted.</summary>
    public required IReadOnlyList<PodPullFailureCause> Causes { get; init; }

    /// <summary>How its pods had drifted from their images, each way once.</summary>
    public required IReadOnlyList<PodImageDriftKind> Drifts { get; init; }

    /// <summary>The images that it was about, as the pods name them.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>What manages the object from outside, or null.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>The pods that have got past their images.</summary>
    public IReadOnlyList<string> RunningPods { get; init; } = [];

    /// <summary>The pods that have not, and why.</summary>
    public IReadOnlyList<PodProblem> FailingPods { get; init; } = [];

    /// <summary>What is left for the user to do, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>
    /// The object as it was to be created, as JSON that <c>kubectl create --filename -</c> takes: only when it was deleted
    /// and could not be created anew. Otherwise null.
    /// </summary>
    public string? Manifest { get; init; }

    /// <summary>From the first change to the last look at the pods.</summary>
    public TimeSpan Elapsed { get; init; }
}
