using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KindTools.Core.Cure;

/// <summary>
/// Makes of a live pod or Job what its author may have applied: what the server, its admission and the scheduler added is
/// removed, where it would be refused or would bind the new object to what the old one was. Everything else stays, also
/// fields that nobody here knows.
/// </summary>
internal static partial class CleanCopy
{
    private const string Applied = "kubectl.kubernetes.io/last-applied-configuration";
    private const string TokenPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static readonly string[] ServerMetadata =
        ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>The Job controller's own: kubernetes <c>pkg/registry/batch/job/strategy.go</c>, the shorter ones before 1.27.</summary>
    private static readonly string[] JobLabels =
        ["controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"];

    /// <summary>A copy that the server takes as a new object of the same name.</summary>
    public static JsonObject Of(JsonObject live)
    {
        var copy = live.DeepClone().AsObject();
        copy.Remove("status");
        var metadata = copy["metadata"]!.AsObject();
        foreach (var field in ServerMetadata) metadata.Remove(field);

        if (copy["kind"]?.GetValue<string>() == "Job") CleanJob(copy);
        else CleanPod(copy);
        RemoveEmpty(metadata, "labels");
        RemoveEmpty(metadata, "annotations");
        return copy;
    }

    private static void CleanJob(JsonObject job)
    {
        var spec = job["spec"]!.AsObject();
        (job["metadata"]!["annotations"] as JsonObject)?.Remove("batch.kubernetes.io/job-tracking");
        if (spec["template"]?["metadata"] is JsonObject template && template["creationTimestamp"] is null) template.Remove("creationTimestamp");

        // A selector of the author's own is kept, and then the labels are too.
        if (spec["manualSelector"]?.GetValue<bool>() == true) return;

        spec.Remove("selector");
        spec.Remove("manualSelector");
        foreach (var metadata in new[] { job["metadata"], spec["template"]?["metadata"] }.OfType<JsonObject>())
        {
            foreach (var label in JobLabels) (metadata["labels"] as JsonObject)?.Remove(label);
            RemoveEmpty(metadata, "labels");
        }
    }

    private static void CleanPod(JsonObject pod)
    {
        var metadata = pod["metadata"]!.AsObject();
        var spec = pod["spec"]!.AsObject();

        // The scheduler's choice, unless the author's manifest made it.
        if (!AuthorChoseNode(metadata)) spec.Remove("nodeName");
        spec.Remove("ephemeralContainers");

        // Computed from the class, which is asked for anew.
        if (spec["priorityClassName"] is not null) spec.Remove("priority");
        RemoveToken(spec);
    }

    private static bool AuthorChoseNode(JsonObject metadata)
    {
        if (metadata["annotations"]?[Applied] is not JsonValue applied) return false;

        try
        {
            return JsonNode.Parse(applied.GetValue<string>())?["spec"]?["nodeName"] is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false; // Somebody else's annotation of that name.
        }
    }

    // The service account's token, which admission mounts into every pod: kubernetes plugin/pkg/admission/serviceaccount.
    private static void RemoveToken(JsonObject spec)
    {
        if (spec["volumes"] is not JsonArray volumes) return;

        var account = spec["serviceAccountName"]?.GetValue<string>() ?? "default";
        var tokens = volumes.OfType<JsonObject>()
            .Where(volume => volume["name"]?.GetValue<string>() is { } name && (TokenVolume().IsMatch(name) || (name.StartsWith(account + "-token-", StringComparison.Ordinal) && volume["secret"] is not null)))
            .ToList();
        var containers = new[] { spec["initContainers"], spec["containers"] }.OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>()).ToList();
        foreach (var token in tokens)
        {
            var name = token["name"]!.GetValue<string>();
            foreach (var container in containers) RemoveMounts(container, mount => mount["name"]?.GetValue<string>() == name && mount["mountPath"]?.GetValue<string>() == TokenPath);

            // Mounted elsewhere too, it was the author's.
            if (!containers.Exists(container => container["volumeMounts"] is JsonArray mounts && mounts.Any(mount => mount?["name"]?.GetValue<string>() == name))) volumes.Remove(token);
        }

        if (volumes.Count == 0) spec.Remove("volumes");
    }

    private static void RemoveMounts(JsonObject container, Func<JsonObject, bool> isMeant)
    {
        if (container["volumeMounts"] is not JsonArray mounts) return;

        foreach (var mount in mounts.OfType<JsonObject>().Where(isMeant).ToList()) mounts.Remove(mount);
        if (mounts.Count == 0) container.Remove("volumeMounts");
    }

    private static void RemoveEmpty(JsonObject parent, string key)
    {
        if (parent[key] is JsonObject { Count: 0 }) parent.Remove(key);
    }

    [GeneratedRegex("^kube-api-access-[a-z0-9]{5}$")]
    private static partial Regex TokenVolume();
}
