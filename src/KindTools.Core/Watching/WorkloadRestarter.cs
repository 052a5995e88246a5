using KindTools.Core.Clusters;
using KindTools.Core.Cure;
using KindTools.Core.Diagnosis;
using KindTools.Core.Engines;

namespace KindTools.Core.Watching;

/// <summary>
/// Restarts what runs images that its nodes have anew: as <c>Repair-PodPullFailure</c> does with what
/// <c>Get-PodImageDrift</c> finds, but only what a rollout restarts.
/// </summary>
internal sealed class WorkloadRestarter(IContainerEngine engine, RestartWish wish, WatchOutput output, IActivityLog log)
{
    /// <summary>A second look finds pods that were about to start from the old image, or whose state was not told yet, while the first was taken.</summary>
    private const int MostLooks = 2;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(3);

    private static readonly HashSet<string> Restartable = ["Deployment", "DaemonSet", "StatefulSet"];

    /// <summary>Restarts what runs an older build of these images in a cluster, in all its namespaces, and waits for the new pods.</summary>
    public async Task RestartAsync(string cluster, IReadOnlySet<string> images, CancellationToken cancellationToken)
    {
        var selection = new ClusterSelection([NamePattern.Exactly(cluster)], []);
        foreach (var connection in await new ClusterFinder(engine, wish.Kubeconfig).ConnectAsync(selection, log, cancellationToken).ConfigureAwait(false))
        {
            using (connection)
            {
                for (var look = 1; await RestartAsync(connection, images, cancellationToken).ConfigureAwait(false) && look < MostLooks; look++)
                    await Task.Delay(BetweenLooks, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Whether all that was found was restarted, and runs: what was not approved is not asked for twice, and of what does
    /// not run the old pods stay, which a second restart does not change.
    /// </summary>
    private async Task<bool> RestartAsync(ClusterConnection connection, IReadOnlySet<string> images, CancellationToken cancellationToken)
    {
        var drifts = new List<PodImageDrift>();
        await foreach (var drift in new PodImageDriftFinder(connection, log).FindAsync([], [new ListScope()], cancellationToken).ConfigureAwait(false))
        {
            if (drift.Drift != PodImageDriftKind.NodeHasOther || !images.Contains(drift.NormalizedImage)) continue;

            if (drift.Controller is { } controller && Restartable.Contains(controller.Kind)) drifts.Add(drift);
            else log.Verbose($"{drift.Controller?.ToString() ?? "Pod/" + drift.Pod} in namespace {drift.Namespace} runs an older build of {drift.Image}. It is left alone: only Deployments, DaemonSets and StatefulSets are restarted.");
        }

        var repairer = new PodPullRepairer(connection, new CureWish(PullPolicy.IfNotPresent, Force: false, wish.Patience), log);
        var plans = await repairer.PlanAsync([], drifts, cancellationToken).ConfigureAwait(false);
        var approved = new List<CurePlan>();
        foreach (var plan in plans)
        {
            if (plan.IsPending && await output.ApproveAsync(plan.Where, plan.What).ConfigureAwait(false)) approved.Add(plan);
            else await output.WriteAsync(plan.AsResult()).ConfigureAwait(false);
        }

        // Each for itself, so that what runs already is told while others take their time.
        var repairs = await Task.WhenAll(approved.Select(plan => RestartAsync(repairer, plan, cancellationToken))).ConfigureAwait(false);
        return approved.Count == plans.Count && repairs.All(repair => repair.Status == PodPullRepairStatus.Repaired);
    }

    private async Task<PodPullRepair> RestartAsync(PodPullRepairer repairer, CurePlan plan, CancellationToken cancellationToken)
    {
        var repair = (await repairer.RepairAsync([plan], cancellationToken).ConfigureAwait(false))[0];
        await output.WriteAsync(repair).ConfigureAwait(false);
        return repair;
    }
}
