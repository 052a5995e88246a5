using k8s.Models;

namespace KindTools.Core.Cure;

/// <summary>How far a pod has come.</summary>
/// <param name="State">Whether it has got past its images.</param>
/// <param name="Container">Of the container that decides; null when it is the whole pod.</param>
/// <param name="Reason">A word for it.</param>
/// <param name="Message">What is said about it, or null.</param>
internal sealed record PodOutcome(PodOutcomeState State, string? Container, string Reason, string? Message)
{
    /// <summary>What a pod on its way waits for, without anything being wrong.</summary>
    private static readonly HashSet<string> OnItsWay = ["ContainerCreating", "PodInitializing"];

    private static readonly PodOutcome Runs = new(PodOutcomeState.Runs, null, "Running", null);

    /// <summary>Of a pod as the API server has it.</summary>
    public static PodOutcome Of(V1Pod pod)
    {
        var status = pod.Status;
        if (status?.Phase == "Succeeded") return Runs with { Reason = "Succeeded" };

        IEnumerable<V1ContainerStatus> all = [.. status?.InitContainerStatuses ?? [], .. status?.ContainerStatuses ?? []];
        var outcomes = all.Select(Of).ToList();
        if (outcomes.Find(outcome => outcome.State == PodOutcomeState.Fails) is { } failing) return failing;
        if (status?.Phase == "Failed") return new PodOutcome(PodOutcomeState.Fails, null, status.Reason ?? "Failed", status.Message);
        if (outcomes.Count > 0 && outcomes.TrueForAll(outcome => outcome.State == PodOutcomeState.Runs)) return Runs;

        var unscheduled = status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" });
        return new PodOutcome(
            PodOutcomeState.Waits,
            null,
            unscheduled?.Reason ?? outcomes.Find(outcome => outcome.State == PodOutcomeState.Waits)?.Reason ?? "Pending",
            unscheduled?.Message);
    }

    private static PodOutcome Of(V1ContainerStatus status)
    {
        if (status.State?.Running is not null) return Runs;
        if (status.State?.Terminated is { } ended) return Ended(status.Name, ended, ended.Reason);
        if (status.State?.Waiting is not { } waiting || waiting.Reason is null || OnItsWay.Contains(waiting.Reason))
            return new PodOutcome(PodOutcomeState.Waits, status.Name, status.State?.Waiting?.Reason ?? "Pending", status.State?.Waiting?.Message);

        return waiting.Reason == "CrashLoopBackOff" && status.LastState?.Terminated is { } last
            ? Ended(status.Name, last, waiting.Reason)
            : new PodOutcome(PodOutcomeState.Fails, status.Name, waiting.Reason, waiting.Message);
    }

    // What has run and ended well has had its image, whatever else is wrong with running it again and again.
    private static PodOutcome Ended(string container, V1ContainerStateTerminated ended, string? reason) => ended.ExitCode == 0
        ? Runs
        : new PodOutcome(PodOutcomeState.Fails, container, reason ?? "Error", $"Container '{container}' ended with exit code {ended.ExitCode}.{(string.IsNullOrEmpty(ended.Message) ? "" : " " + ended.Message)}");
}
