using k8s.Models;

namespace KindTools.Core.Diagnosis;

/// <summary>Tells what manages an object from outside, so that a change made in the cluster would not last.</summary>
internal static class Manager
{
    /// <summary>Its name, or null when nothing says so.</summary>
    public static string? Of(V1ObjectMeta metadata)
    {
        if (Has(metadata.Annotations, "argocd.argoproj.io/tracking-id") || Has(metadata.Labels, "argocd.argoproj.io/instance")) return "Argo CD";
        if (Has(metadata.Labels, "kustomize.toolkit.fluxcd.io/name") || Has(metadata.Labels, "helm.toolkit.fluxcd.io/name")) return "Flux";
        if (Has(metadata.Annotations, "meta.helm.sh/release-name")) return "Helm";

        // Kubernetes' recommended label; Helm's charts set it too.
        return metadata.Labels is not null && metadata.Labels.TryGetValue("app.kubernetes.io/managed-by", out var manager) && manager is { Length: > 0 } ? manager : null;
    }

    private static bool Has(IDictionary<string, string>? values, string key) => values?.ContainsKey(key) == true;
}
