using System.Text.Json.Nodes;
using KindTools.Core.Images;

namespace KindTools.Core.Cure;

/// <summary>What a plan comes to: its actions, the words for them, and the objects that they take. Pure.</summary>
internal static class CureSteps
{
    /// <summary>The plan with its actions and their words.</summary>
    public static CurePlan Describe(CurePlan plan)
    {
        var steps = plan.Loads.Select(load => (PodPullRepairAction.LoadImage, Words(load))).ToList();
        var target = plan.Target!;
        var whose = target.Name.ToString();
        var edits = string.Join(" ", plan.Edits.Select(edit => edit.Words(whose)));
        switch (target.Method)
        {
            case CureMethod.Patch:
                steps.Add((PodPullRepairAction.PatchTemplate, edits));
                break;
            case CureMethod.PatchAndDelete:
                steps.Add(plan.Edits.Count == 0 ? Restart(whose) : (PodPullRepairAction.PatchTemplate, edits));
                steps.AddRange(plan.Pods!.Stuck.Select(pod => (PodPullRepairAction.DeletePod, $"Delete pod {pod.Metadata.Name}, which {target.Name.Kind}s do not replace by themselves.")));
                break;
            case CureMethod.DeletePods:
                steps.AddRange(plan.Pods!.Stuck.Select(pod => (PodPullRepairAction.DeletePod, $"Delete pod {pod.Metadata.Name}; {whose} makes it anew, by a template that is right already.")));
                break;
            case CureMethod.PatchPod:
                steps.Add((PodPullRepairAction.PatchPod, edits));
                break;
            case CureMethod.PatchAndRecreate:
                steps.Add((PodPullRepairAction.PatchTemplate, edits));
                if (target.Job is { } job) steps.Add((PodPullRepairAction.Recreate, $"Delete {job} and create it anew with the same changes."));
                break;
            case CureMethod.Recreate:
                steps.Add((PodPullRepairAction.Recreate, plan.Edits.Count == 0 ? $"Delete {whose} and create it anew." : $"Delete {whose} and create it anew, with this change: {edits}"));
                break;
            case CureMethod.Restart:
                steps.Add(Restart(whose));
                break;
        }

        return plan with { Actions = [.. steps.Select(step => step.Item1)], Steps = [.. steps.Select(step => step.Item2)] };
    }

    /// <summary>The patch of the object at the top.</summary>
    public static JsonObject PatchOf(CurePlan plan) => plan.Edits.Count == 0 || plan.Target!.Method == CureMethod.Restart
        ? PodTemplate.RestartPatch(plan.Target!.Name.Kind, DateTimeOffset.UtcNow)
        : PodTemplate.Patch(plan.Target!.Name.Kind, plan.Edits);

    /// <summary>An object to create in place of a live one.</summary>
    public static JsonObject Anew(JsonObject live, IReadOnlyList<ContainerEdit> edits)
    {
        var copy = CleanCopy.Of(live);
        PodTemplate.Apply(PodTemplate.SpecOf(copy)!, edits);
        return copy;
    }

    private static (PodPullRepairAction Action, string Words) Restart(string whose) => (PodPullRepairAction.Restart, $"Restart {whose}, as 'kubectl rollout restart' does.");

    private static string Words(ImageLoad load)
    {
        var image = ImageReference.TryParse(load.Image, out var reference, out _) ? reference.Familiar : load.Image;
        var from = load.Supply == ImageSupply.Engine ? "the container engine" : $"a node of cluster {load.From}";
        return load.Damaged.Count > 0
            ? $"Load all of {image} from {from} onto {string.Join(", ", load.Damaged)} anew."
            : $"Load {image} from {from} onto the nodes.";
    }
}
