using System.Text.Json.Nodes;
using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;

namespace KindTools.Core.Cure;

/// <summary>The pods of an object before anything is done about them.</summary>
/// <param name="Scope">How they, and those that take their places, are listed.</param>
/// <param name="Known">The uids of all of them.</param>
/// <param name="Stuck">Those that do not come to run, or run the wrong image.</param>
internal sealed record CurePods(ListScope Scope, IReadOnlySet<string> Known, IReadOnlyList<V1Pod> Stuck)
{
    /// <summary>Lists them.</summary>
    public static async Task<CurePods> ReadAsync(ClusterConnection connection, ListScope scope, IReadOnlyList<CureCase> cases, CancellationToken cancellationToken)
    {
        var named = cases.SelectMany(item => item.Pods).ToHashSet(StringComparer.Ordinal);
        var drifted = cases.Where(item => item.Drift is not null).SelectMany(item => item.Pods).ToHashSet(StringComparer.Ordinal);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var stuck = new List<V1Pod>();
        await foreach (var pod in connection.ListAsync<V1Pod>(scope, cancellationToken).ConfigureAwait(false))
        {
            // Where nothing tells its pods apart from others, those that have failed are all that is looked at.
            if (scope is { LabelSelector: null, FieldSelector: null } && !named.Contains(pod.Metadata.Name)) continue;

            known.Add(pod.Metadata.Uid);
            if (pod.Metadata.DeletionTimestamp is null && (drifted.Contains(pod.Metadata.Name) || PodReader.Find(pod).Any())) stuck.Add(pod);
        }

        return new CurePods(scope, known, stuck);
    }

    /// <summary>How the pods of an object are listed.</summary>
    /// <param name="target">The object.</param>
    /// <param name="live">It as it is; null when there is no need to read it.</param>
    /// <param name="names">The pods that fail.</param>
    public static ListScope ScopeOf(CureTarget target, JsonObject? live, IReadOnlyList<string> names)
    {
        var space = target.Name.Namespace;
        if ((target.Job ?? target.Name) is { Kind: "Job" } job) return new ListScope(space, LabelSelector: "job-name=" + job.Name);
        if (Selector(live?["spec"]?["selector"]) is { } selector) return new ListScope(space, LabelSelector: selector);

        return new ListScope(space, FieldSelector: names is [var name] ? "metadata.name=" + name : null);
    }

    /// <summary>A selector in kubectl's words; null when there is none.</summary>
    internal static string? Selector(JsonNode? selector)
    {
        if (selector is not JsonObject all) return null;

        // A ReplicationController's is a plain map.
        var labels = all["matchLabels"] as JsonObject ?? (all.ContainsKey("matchExpressions") ? [] : all);
        var terms = labels.Select(label => $"{label.Key}={label.Value}")
            .Concat((all["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().Select(Expression))
            .ToList();
        return terms.Count == 0 ? null : string.Join(',', terms);
    }

    private static string Expression(JsonObject expression)
    {
        var key = expression["key"]!.GetValue<string>();
        var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(value => value!.GetValue<string>()));
        return expression["operator"]!.GetValue<string>() switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key,
            _ => "!" + key,
        };
    }
}
