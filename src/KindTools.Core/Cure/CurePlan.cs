using System.Text.Json.Nodes;

namespace KindTools.Core.Cure;

/// <summary>What would be done for one object.</summary>
public sealed record CurePlan
{
    internal CurePlan(IReadOnlyList<CureCase> cases) => Cases = cases;

    /// <summary>What becomes of it when nothing is done: it is settled, or merely not done yet.</summary>
    public PodPullRepairStatus Status { get; internal init; } = PodPullRepairStatus.Planned;

    /// <summary>True when there is something to do, or to wait for.</summary>
    public bool IsPending => Status == PodPullRepairStatus.Planned;

    /// <summary>True when anything is changed; false when its pods are only waited for.</summary>
    public bool Changes => Actions.Count > 0;

    /// <summary>True when something is deleted on the way.</summary>
    public bool Deletes => Actions.Any(action => action is PodPullRepairAction.DeletePod or PodPullRepairAction.Recreate);

    /// <summary>The object, for questions: <c>Deployment/web in namespace shop of cluster kind</c>.</summary>
    public string Where => $"{Object} in {Place}";

    /// <summary>Where the object is: <c>namespace shop of cluster kind</c>.</summary>
    public string Place => $"namespace {First.Namespace} of {(First.Cluster is { } cluster ? "cluster " + cluster : "context " + First.Context)}";

    /// <summary>What is done, for questions.</summary>
    public string What => Steps.Count == 0 ? "Wait for its pods." : string.Join(" ", Steps);

    internal IReadOnlyList<CureCase> Cases { get; }

    internal CureCase First => Cases[0];

    internal CureTarget? Target { get; init; }

    internal IReadOnlyList<ImageLoad> Loads { get; init; } = [];

    internal IReadOnlyList<ContainerEdit> Edits { get; init; } = [];

    internal JsonObject? Live { get; init; }

    internal JsonObject? LiveJob { get; init; }

    internal CurePods? Pods { get; init; }

    internal IReadOnlyList<PodPullRepairAction> Actions { get; init; } = [];

    internal IReadOnlyList<string> Steps { get; init; } = [];

    internal string? ManagedBy { get; init; }

    internal string? Remedy { get; init; }

    internal string Object => First.Controller?.ToString() ?? $"Pod/{First.Pods[0]}";

    /// <summary>The plan as a result.</summary>
    public PodPullRepair AsResult() => new()
    {
        Cluster = First.Cluster,
        Context = First.Context,
        Namespace = First.Namespace,
        Kind = First.Controller?.Kind ?? "Pod",
        ObjectName = First.Controller?.Name ?? First.Pods[0],
        Status = Status,
        Actions = Actions,
        Steps = Steps,
        Causes = [.. Cases.Select(item => item.Cause).OfType<PodPullFailureCause>().Distinct()],
        Drifts = [.. Cases.Select(item => item.Drift).OfType<PodImageDriftKind>().Distinct()],
        Images = [.. Cases.Select(item => item.Image).Distinct()],
        ManagedBy = ManagedBy ?? First.ManagedBy,
        Remedy = Remedy,
    };

    internal CurePlan Settle(PodPullRepairStatus status, string? remedy = null) => this with { Status = status, Remedy = remedy, Actions = [], Steps = [] };
}
