using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>The pods that a user means by names of pods or of controllers. For one use: it remembers what it has met.</summary>
internal sealed class NamedPods(IReadOnlyList<NamePattern> names)
{
    // For each name that nothing has answered to yet, what is nearest to it of what has been met.
    private readonly Dictionary<NamePattern, IReadOnlyList<string>> _unmet = names.Where(name => !name.HasWildcards).Distinct().ToDictionary(name => name, _ => (IReadOnlyList<string>)[]);

    /// <summary>Whether there are names that no pod has answered to yet.</summary>
    public bool HasUnmet => _unmet.Count > 0;

    /// <summary>Takes note of a pod, healthy or not: a name that it answers to does exist.</summary>
    public void Meet(V1Pod pod)
    {
        if (_unmet.Count == 0) return;

        foreach (var name in _unmet.Keys.ToList())
        {
            // The controller of a ReplicaSet's or Job's pod is known only when that object is read; its name begins the pod's.
            if (name.IsMatch(pod.Metadata.Name) || pod.Metadata.Name.StartsWith(name.Text + "-", StringComparison.OrdinalIgnoreCase)) _unmet.Remove(name);
            else _unmet[name] = NearMisses.Of(name.Text, _unmet[name].Union(NamesOf(pod)));
        }
    }

    /// <summary>Whether a failure is meant.</summary>
    public bool IsMeant(PodPullFailure failure) => IsMeant(failure.Pod, failure.Owners);

    /// <summary>Whether a pod is meant, by its own name or that of what it belongs to.</summary>
    public bool IsMeant(string pod, IReadOnlyList<PodOwner> owners) =>
        names.Count == 0 || names.Any(name => name.IsMatch(pod) || owners.Any(owner => name.IsMatch(owner.Name)));

    /// <summary>Reports names without wildcards that no pod answers to.</summary>
    /// <param name="scopes">Where was looked; nothing is reported when nowhere could be.</param>
    /// <param name="log">Is told.</param>
    public void ReportUnmet(IReadOnlyList<ListScope> scopes, IActivityLog log)
    {
        if (scopes.Count == 0) return;

        var where = scopes.Any(scope => scope.Namespace is null) ? "In all namespaces" : $"In namespace {string.Join(", ", scopes.Select(scope => scope.Namespace))}";
        foreach (var (name, near) in _unmet)
        {
            log.Error(new KindToolsException(
                "PodNotFound",
                FailureCategory.ObjectNotFound,
                $"{where} there is no pod '{name.Text}', nor one of a controller of that name.{NearMisses.Sentence(near)} 'kubectl get pods --all-namespaces' lists those there are; -Namespace and -AllNamespaces say where to look.",
                name.Text));
        }
    }

    // Its own name, and what its controller is probably called: a Deployment's ReplicaSet and a CronJob's Job are called
    // like it, with something more at the end.
    private static IEnumerable<string> NamesOf(V1Pod pod)
    {
        if (PodReader.Owner(pod.Metadata) is not { } owner) return [pod.Metadata.Name];

        var dash = owner.Name.LastIndexOf('-');
        return dash > 0 && owner.Kind is "ReplicaSet" or "Job" ? [owner.Name[..dash], owner.Name, pod.Metadata.Name] : [owner.Name, pod.Metadata.Name];
    }
}
