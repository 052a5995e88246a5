using System.Text.Json.Nodes;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// Has the server say what would become of a change (dry run), which also runs its admission: a policy that it would
/// override anyway is found out before anything is replaced for it.
/// </summary>
internal sealed class Rehearsal(ApiObjects objects)
{
    private const string Prefix = "kindtools-rehearsal-";

    /// <summary>Why the change would be in vain; null when it would not. A refusal of the server is an exception.</summary>
    public async Task<string?> RunAsync(CurePlan plan, CancellationToken cancellationToken)
    {
        var target = plan.Target!;
        if (target.IsPatched)
            await objects.PatchAsync(target.Name, CureSteps.PatchOf(plan), rehearse: true, cancellationToken).ConfigureAwait(false);
        if ((plan.LiveJob ?? (target.Name.Kind == "Job" ? plan.Live : null)) is { } job)
            await CreateAsync(target.Job ?? target.Name, CureSteps.Anew(job, plan.Edits), cancellationToken).ConfigureAwait(false);

        var pod = PodOf(plan);
        if (await CreateAsync(new ApiObjectName("v1", "Pod", target.Name.Namespace, target.Name.Name), pod, cancellationToken).ConfigureAwait(false) is not { } made) return null;

        var spec = PodTemplate.SpecOf(made)!;
        return plan.Edits.FirstOrDefault(edit => edit.Policy is { } policy && PodTemplate.PolicyOf(spec, edit) is { } given && given != policy.ToString()) is not { } overruled
            ? null
            : $"The API server's admission (the plugin AlwaysPullImages, or a webhook) makes the policy of container '{overruled.Container}' {PodTemplate.PolicyOf(spec, overruled)} whatever {plan.Object} says. Push the image to a registry that the nodes reach, or run the API server without it.";
    }

    /// <summary>A pod as the object would make it.</summary>
    internal static JsonObject PodOf(CurePlan plan)
    {
        var live = plan.LiveJob ?? plan.Live!;
        if (plan.Target!.Name.Kind == "Pod") return CureSteps.Anew(live, plan.Edits);

        var spec = PodTemplate.SpecOf(live)!.DeepClone().AsObject();
        PodTemplate.Apply(spec, plan.Edits);
        var metadata = new JsonObject();
        foreach (var key in new[] { "labels", "annotations" })
        {
            if (live["spec"]?["template"]?["metadata"]?[key] is { } values) metadata[key] = values.DeepClone();
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = spec };
    }

    // Under a name of its own: the one that is to be replaced is still there, and still counts for quotas.
    private async Task<JsonObject?> CreateAsync(ApiObjectName name, JsonObject manifest, CancellationToken cancellationToken)
    {
        var metadata = manifest["metadata"]!.AsObject();
        metadata.Remove("name");
        metadata["generateName"] = Prefix;
        try
        {
            return await objects.CreateAsync(name, manifest, rehearse: true, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiServerForbidden" && failure.Message.Contains("exceeded quota", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
