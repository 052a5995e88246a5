using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>What is said of a container that has drifted.</summary>
internal static class DriftWords
{
    private static readonly HashSet<string> Restartable = ["Deployment", "StatefulSet", "DaemonSet"];

    public static (string Reason, string Remedy, string? Command) For(PodImageDriftKind kind, PodImageDrift drift, ImageReference wanted)
    {
        var import = $"Import-KindImage {wanted.Familiar} -Cluster {drift.Cluster}";
        var (restart, command) = Restart(drift);
        var verb = drift.IsRunning ? "runs" : "ran";
        return kind switch
        {
            PodImageDriftKind.NodeHasOther => (
                $"The node has another image under this name than the one that the container {verb}: it was loaded after the container had started, and loading restarts nothing.",
                $"{restart}; it then takes the image that the node has now.",
                command),
            PodImageDriftKind.RegistryAnswered => (
                $"The container {verb} what a registry has under this name, and the container engine has another image: the kubelet pulled, the registry answered, and the node's name moved to its answer. Nothing failed."
                    + (drift.EffectivePolicy == PullPolicy.Always ? " The policy is Always, so it happens at every start." : ""),
                (drift.EffectivePolicy == PullPolicy.Always ? "Set the imagePullPolicy to IfNotPresent, load the image again, and then restart: " : "Load the image again, and then restart: ") + Lower(restart) + ".",
                import),
            PodImageDriftKind.EngineHasOther => (
                $"The container {verb} what the node has under this name, but the container engine has another image under it, which was not loaded.",
                $"Load the image, and then: {Lower(restart)}.",
                import),
            _ => (
                "The node has no image under this name any more: should the container start again, the kubelet asks the registry, or fails.",
                "Load the image, so that the container can start again.",
                import),
        };
    }

    private static (string Sentence, string? Command) Restart(PodImageDrift drift)
    {
        var where = $"--namespace {drift.Namespace} --context {drift.Context}";
        return drift.Controller switch
        {
            { } controller when Restartable.Contains(controller.Kind) => (
                $"Restart the {controller.Kind} '{controller.Name}'", $"kubectl rollout restart {controller.Kind.ToLowerInvariant()}/{controller.Name} {where}"),
            { Kind: "ReplicaSet" or "ReplicationController" } controller => (
                $"Delete the pod, which the {controller.Kind} '{controller.Name}' makes anew", $"kubectl delete pod {drift.Pod} {where}"),
            { } controller => ($"Run the {controller.Kind} '{controller.Name}' anew", null),
            _ => ("Delete the pod and create it anew", $"Get-PodImageDrift {drift.Pod} -Namespace {drift.Namespace} -Cluster {drift.Cluster} | Repair-PodPullFailure"),
        };
    }

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
