using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>The pods that a user means by names of pods or of controllers. For one use: it remembers what it has met.</summary>
internal sealed class NamedPods(IReadOnlyList<NamePattern> names)
{
    private readonly HashSet<NamePattern> _unmet = [.. names.Where(name => !name.HasWildcards)];

    /// <summary>Takes note of a pod, healthy or not: a name that it answers to does exist.</summary>
    public void Meet(V1Pod pod)
    {
        if (_unmet.Count == 0) return;

        // The controller of a ReplicaSet's or Job's pod is known only when that object is read; its name begins the pod's.
        _unmet.RemoveWhere(name => name.IsMatch(pod.Metadata.Name) || pod.Metadata.Name.StartsWith(name.Text + "-", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a failure is meant.</summary>
    public bool IsMeant(PodPullFailure failure) => IsMeant(failure.Pod, failure.Owners);

    /// <summary>Whether a pod is meant, by its own name or that of what it belongs to.</summary>
    public bool IsMeant(string pod, IReadOnlyList<PodOwner> owners) =>
        names.Count == 0 || names.Any(name => name.IsMatch(pod) || owners.Any(owner => name.IsMatch(owner.Name)));

    /// <summary>Reports names without wildcards that no pod answers to.</summary>
    public void ReportUnmet(IReadOnlyList<ListScope> scopes, IActivityLog log)
    {
        var where = scopes.Any(scope => scope.Namespace is null) ? "In all namespaces" : $"In namespace {string.Join(", ", scopes.Select(scope => scope.Namespace))}";
        foreach (var name in _unmet)
        {
            log.Error(new KindToolsException(
                "PodNotFound",
                FailureCategory.ObjectNotFound,
                $"{where} there is no pod '{name.Text}', nor one of a controller of that name. 'kubectl get pods --all-namespaces' lists those there are; -Namespace and -AllNamespaces say where to look.",
                name.Text));
        }
    }
}
