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

    /// <summary>Whether the object itself is patched, whatever else is done.</summary>
    public bool IsPatched => Method is CureMethod.Patch or CureMethod.PatchAndDelete or CureMethod.PatchAndRecreate or CureMethod.PatchPod or CureMethod.Restart;

    /// <summary>How the object that a pod belongs to takes changes; null for an object of a kind that is not Kubernetes' own.</summary>
    /// <param name="item">A container of one of its pods.</param>
    /// <param name="edits">The changes.</param>
    /// <param name="restart">Whether its pods are to be replaced also without any.</param>
    public static CureTarget? Of(CureCase item, IReadOnlyList<ContainerEdit> edits, bool restart)
    {
        if (item.Controller is not { } top)
        {
            var pod = new ApiObjectName("v1", "Pod", item.Namespace, item.Pods[0]);
            return new CureTarget(pod, null, edits.Count == 0 && !restart ? CureMethod.Wait : restart || !edits.All(IsImageOnly) ? CureMethod.Recreate : CureMethod.PatchPod);
        }

        var name = NameOf(item, top);
        var job = top.Kind == "CronJob" && item.Owners.FirstOrDefault(owner => owner.Kind == "Job") is { } made ? NameOf(item, made) : null;
        if (edits.Count == 0 && !restart) return new CureTarget(name, job, CureMethod.Wait);
        if (!Methods.TryGetValue(top.Kind, out var method)) return null;

        return new CureTarget(name, job, edits.Count == 0 && (top.Kind is "Deployment" or "DaemonSet" or "StatefulSet") ? CureMethod.Restart : method);
    }

    private static bool IsImageOnly(ContainerEdit edit) => edit is { Policy: null, Image: not null };

    private static ApiObjectName NameOf(CureCase item, PodOwner owner) => new(owner.ApiVersion, owner.Kind, item.Namespace, owner.Name);
}
