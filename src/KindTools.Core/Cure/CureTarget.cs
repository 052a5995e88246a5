using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>The object to change, and how.</summary>
/// <param name="Name">The object at the top that decides about the pods.</param>
/// <param name="Job">The Job in between, of a CronJob.</param>
/// <param name="Method">How.</param>
internal sealed record CureTarget(ApiObjectName Name, ApiObjectName? Job, CureMethod Method)
{
    /// <summary>Kinds whose template can be patched, and whether they then replace pods that never came to run.</summary>
    private static readonly Dictionary<string, CureMethod> Methods = new(StringComparer.Ordinal)
    {
        ["Deployment"] = CureMethod.Patch,
        ["DaemonSet"] = CureMethod.Patch,

        // With OrderedReady the controller waits for the stuck pod before it replaces any (kubernetes issue 67250).
        ["StatefulSet"] = CureMethod.PatchAndDelete,
        ["ReplicaSet"] = CureMethod.PatchAndDelete,
        ["ReplicationController"] = CureMethod.PatchAndDelete,
        ["CronJob"] = CureMethod.PatchAndRecreate,
        ["Job"] = CureMethod.Recreate,
    };

    /// <summary>How the object that a pod belongs to takes changes; null for an object of a kind that is not Kubernetes' own.</summary>
    /// <param name="failure">A failure of one of its pods.</param>
    /// <param name="edits">The changes.</param>
    public static CureTarget? Of(PodPullFailure failure, IReadOnlyList<ContainerEdit> edits)
    {
        if (failure.Controller is not { } top)
        {
            var pod = new ApiObjectName("v1", "Pod", failure.Namespace, failure.Pod);
            return new CureTarget(pod, null, edits.Count == 0 ? CureMethod.Wait : edits.All(IsImageOnly) ? CureMethod.PatchPod : CureMethod.Recreate);
        }

        var name = NameOf(failure, top);
        var job = top.Kind == "CronJob" && failure.Owners.FirstOrDefault(owner => owner.Kind == "Job") is { } made ? NameOf(failure, made) : null;
        if (edits.Count == 0) return new CureTarget(name, job, CureMethod.Wait);

        return Methods.TryGetValue(top.Kind, out var method) ? new CureTarget(name, job, method) : null;
    }

    /// <summary>How drifted pods are replaced.</summary>
    public static CureMethod? Restarting(string kind) => kind switch
    {
        "Deployment" or "DaemonSet" or "StatefulSet" => CureMethod.Restart,
        "Pod" => CureMethod.Recreate,
        _ => null,
    };

    private static bool IsImageOnly(ContainerEdit edit) => edit is { Policy: null, Image: not null };

    private static ApiObjectName NameOf(PodPullFailure failure, PodOwner owner) => new(owner.ApiVersion, owner.Kind, failure.Namespace, owner.Name);
}
