using System.Text.Json.Nodes;
using KindTools.Core.Diagnosis;

namespace KindTools.Core.Cure;

/// <summary>What keeps an object as files say it is, so that a change made in the cluster would not last.</summary>
internal static class OutsideManager
{
    /// <summary>By the names under which they write, in <c>metadata.managedFields</c>, and those of the label app.kubernetes.io/managed-by.</summary>
    private static readonly Dictionary<string, string> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["argocd-controller"] = Manager.ArgoCD,
        ["argocd-application-controller"] = Manager.ArgoCD,
        ["argocd"] = Manager.ArgoCD,
        [Manager.ArgoCD] = Manager.ArgoCD,
        ["kustomize-controller"] = Manager.Flux,
        ["helm-controller"] = Manager.Flux,
        [Manager.Flux] = Manager.Flux,
        [Manager.Helm] = Manager.Helm,
    };

    /// <summary>Of a live object.</summary>
    /// <param name="live">The object, with its managed fields.</param>
    /// <param name="told">What the diagnosis found on it or on its pods.</param>
    public static Manager? Of(JsonObject live, string? told)
    {
        var metadata = live["metadata"];
        if (Manager.Of(key => (metadata?["annotations"]?[key] ?? metadata?["labels"]?[key])?.GetValue<string>()) is { Unit: not null } marked) return marked;

        var writers = (metadata?["managedFields"] as JsonArray ?? []).Select(entry => entry?["manager"]?.GetValue<string>());
        return writers.Append(told).OfType<string>().Where(Writers.ContainsKey).Select(writer => new Manager(Writers[writer], null)).FirstOrDefault();
    }

    /// <summary>What to do instead, where its files are.</summary>
    /// <param name="manager">What manages the object.</param>
    /// <param name="whose">The object.</param>
    /// <param name="edits">The changes that would be made.</param>
    public static string Remedy(this Manager manager, string whose, IReadOnlyList<ContainerEdit> edits)
    {
        var (name, unit) = manager;
        var where = name == Manager.Helm ? "In the chart or its values" : "In the repository that it follows";
        var then = name == Manager.Helm ? $"then 'helm upgrade{(unit is null ? "" : " " + unit.Split(' ')[1])}'" : "then let it sync";
        var changes = string.Join(" ", edits.Select(edit => edit.Words(whose)));
        return $"{name} manages {whose}{(unit is null ? "" : $" ({unit})")}, and would undo a change made in the cluster. {where}: {changes} And {then}. -Force changes it in the cluster all the same.";
    }
}
