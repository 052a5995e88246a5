using k8s.Models;

namespace KindTools.Core.Diagnosis;

/// <summary>What manages an object from outside, by the object's labels and annotations.</summary>
/// <param name="Name">Such as <c>Helm</c>, <c>Argo CD</c> or <c>Flux</c>.</param>
/// <param name="Unit">Its unit, such as <c>release shop</c>; null when the object does not tell.</param>
internal sealed record Manager(string Name, string? Unit)
{
    public const string Helm = "Helm";
    public const string ArgoCD = "Argo CD";
    public const string Flux = "Flux";

    // Flux releases charts by Helm, and it is Flux that undoes; so Helm comes last.
    private static readonly (string Key, string Name, string Unit)[] Marks =
    [
        ("argocd.argoproj.io/tracking-id", ArgoCD, "application"),
        ("argocd.argoproj.io/instance", ArgoCD, "application"),
        ("kustomize.toolkit.fluxcd.io/name", Flux, "kustomization"),
        ("helm.toolkit.fluxcd.io/name", Flux, "release"),
        ("meta.helm.sh/release-name", Helm, "release"),
    ];

    /// <summary>Of an object of the client library; null when nothing says so.</summary>
    public static Manager? Of(V1ObjectMeta metadata) => Of(key => Value(metadata.Annotations, key) ?? Value(metadata.Labels, key));

    /// <summary>By what an object says under a label or annotation.</summary>
    public static Manager? Of(Func<string, string?> mark)
    {
        foreach (var (key, name, unit) in Marks)
        {
            if (mark(key) is { Length: > 0 } value) return new Manager(name, $"{unit} {value.Split(':')[0]}"); // Argo CD's id goes on with the object.
        }

        // Kubernetes' recommended label; Helm's charts set it too.
        return mark("app.kubernetes.io/managed-by") is { Length: > 0 } other ? new Manager(other, null) : null;
    }

    private static string? Value(IDictionary<string, string>? values, string key) => values is not null && values.TryGetValue(key, out var value) ? value : null;
}
