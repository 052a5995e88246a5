using System.Text.Json.Nodes;
using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;

namespace KindTools.Core.Cure;

/// <summary>
/// What becomes of the pods of one object after its cure. A pod that waited before says nothing new by waiting still: the
/// kubelet has not tried yet. One that has come since, and fails, does.
/// </summary>
internal sealed class CureProgress
{
    private readonly CurePlan _plan;
    private readonly Dictionary<string, HashSet<(string PodUid, ContainerType Type, string Container)>> _stuck;
    private readonly bool _isInPlace;
    private readonly Dictionary<string, (V1Pod Pod, PodOutcome Outcome)> _pods = [];
    private HashSet<string>? _listing;

    public CureProgress(CurePlan plan)
    {
        _plan = plan;
        _isInPlace = plan.Target!.Method is CureMethod.Wait or CureMethod.PatchPod;
        _stuck = plan.Pods!.Stuck.ToDictionary(pod => pod.Metadata.Uid, pod => PodReader.Find(pod).Select(container => container.Key).ToHashSet());
        Expected = ExpectedOf(plan);
    }

    /// <summary>How many pods are to run.</summary>
    public int Expected { get; }

    /// <summary>The names of the pods that have got past their images.</summary>
    public IReadOnlyList<string> Running => [.. Relevant.Where(pod => pod.Outcome.State == PodOutcomeState.Runs).Select(pod => pod.Pod.Metadata.Name).Order(StringComparer.Ordinal)];

    /// <summary>Those that fail for something that they did not fail for before.</summary>
    public IReadOnlyList<PodProblem> Failing => Problems(IsFailingAnew);

    /// <summary>Those that do not run.</summary>
    public IReadOnlyList<PodProblem> Waiting => Problems(pod => pod.Outcome.State != PodOutcomeState.Runs);

    /// <summary>True when all that are to run do.</summary>
    public bool IsDone => _isInPlace
        ? Relevant.All(pod => pod.Outcome.State == PodOutcomeState.Runs)
        : !_pods.Keys.Any(_stuck.ContainsKey) && Relevant.All(pod => pod.Outcome.State == PodOutcomeState.Runs) && Running.Count >= Expected;

    // Those that the cure is about: the stuck ones where they are mended in place, and what has come since.
    private IEnumerable<(V1Pod Pod, PodOutcome Outcome)> Relevant => _pods.Values.Where(pod => _stuck.ContainsKey(pod.Pod.Metadata.Uid) ? _isInPlace : !_plan.Pods!.Known.Contains(pod.Pod.Metadata.Uid));

    /// <summary>Takes one step of a watch.</summary>
    public void Take(ClusterChange<V1Pod> change)
    {
        switch (change.Kind)
        {
            case ClusterChangeKind.Listing:
                _listing = [];
                break;
            case ClusterChangeKind.ListComplete:
                foreach (var gone in _pods.Keys.Where(uid => _listing?.Contains(uid) == false).ToList()) _pods.Remove(gone);
                break;
            case ClusterChangeKind.Deleted:
                _pods.Remove(change.Object!.Metadata.Uid);
                break;
            default:
                var pod = change.Object!;
                if (!IsOurs(pod)) break;

                _listing?.Add(pod.Metadata.Uid);
                if (pod.Metadata.DeletionTimestamp is null) _pods[pod.Metadata.Uid] = (pod, PodOutcome.Of(pod));
                else _pods.Remove(pod.Metadata.Uid);
                break;
        }
    }

    // Where no selector tells an object's pods apart, those that failed are all that is known of it.
    private bool IsOurs(V1Pod pod) => _plan.Pods!.Scope is not { LabelSelector: null, FieldSelector: null } || _plan.Pods.Known.Contains(pod.Metadata.Uid);

    private bool IsFailingAnew((V1Pod Pod, PodOutcome Outcome) pod)
    {
        if (pod.Outcome.State != PodOutcomeState.Fails) return false;
        if (!_stuck.TryGetValue(pod.Pod.Metadata.Uid, out var before)) return true;

        // What a program does once it was started is news; that the same image still waits is not.
        return pod.Outcome.Reason is "Error" or "CrashLoopBackOff" or "Failed" || !PodReader.Find(pod.Pod).Any(container => before.Contains(container.Key));
    }

    private IReadOnlyList<PodProblem> Problems(Func<(V1Pod Pod, PodOutcome Outcome), bool> isMeant) =>
        [.. Relevant.Where(isMeant).Select(pod => new PodProblem(pod.Pod.Metadata.Name, pod.Outcome.Reason, pod.Outcome.Message)).OrderBy(problem => problem.Pod, StringComparer.Ordinal)];

    private static int ExpectedOf(CurePlan plan)
    {
        var stuck = plan.Pods!.Stuck.Count;
        return plan.Target!.Method switch
        {
            CureMethod.Wait or CureMethod.PatchPod => stuck,
            CureMethod.Recreate or CureMethod.PatchAndRecreate => 1,
            CureMethod.DeletePods => stuck,
            CureMethod.PatchAndDelete when !Rolls(plan) => stuck,
            _ => plan.Target.Name.Kind == "DaemonSet" ? Number(plan.Live?["status"]?["desiredNumberScheduled"]) ?? stuck : Number(plan.Live?["spec"]?["replicas"]) ?? stuck,
        };
    }

    private static bool Rolls(CurePlan plan) =>
        plan.Target!.Name.Kind == "StatefulSet" && plan.Live?["spec"]?["updateStrategy"]?["type"]?.GetValue<string>() != "OnDelete";

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
