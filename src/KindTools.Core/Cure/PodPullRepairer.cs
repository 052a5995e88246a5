using System.Diagnostics;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// Mends what keeps pods of a cluster from using their images: plans first, then, of those approved, the images, the
/// objects, and the wait for their pods.
/// </summary>
public sealed class PodPullRepairer(ClusterConnection connection, CureWish wish, IActivityLog log)
{
    private const int ProgressId = 7;
    private const int AtOnce = 8;

    // The kubelet looks at what has become of containers once a second.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);

    /// <summary>What can be done about failures and drifts of this cluster, one plan an object. Changes nothing.</summary>
    public Task<IReadOnlyList<CurePlan>> PlanAsync(IReadOnlyList<PodPullFailure> failures, IReadOnlyList<PodImageDrift> drifts, CancellationToken cancellationToken) =>
        new CurePlanner(connection, wish, log).PlanAsync(
            [.. failures.Select(failure => CureCase.Of(failure, wish.Policy)), .. drifts.Select(drift => CureCase.Of(drift, wish.Policy))], cancellationToken);

    /// <summary>Does what plans of this cluster say, and waits. One result a plan.</summary>
    public async Task<IReadOnlyList<PodPullRepair>> RepairAsync(IReadOnlyList<CurePlan> plans, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var loads = plans.SelectMany(plan => plan.Loads).DistinctBy(load => load.Key).ToList();
        var loaded = loads.Count == 0 || connection.Engine is null
            ? []
            : (await new ImageLoader(connection, connection.Engine, log).LoadAsync(loads, cancellationToken).ConfigureAwait(false)).Select(load => load.Key).ToHashSet();

        var results = new PodPullRepair[plans.Count];
        var applied = new bool[plans.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, plans.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => (results[index], applied[index]) = await ApplyAsync(plans[index], loaded, token).ConfigureAwait(false)).ConfigureAwait(false);

        if (wish.Patience > TimeSpan.Zero) await WaitAsync(plans, results, applied, start, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => result.Elapsed == default ? result with { Elapsed = Stopwatch.GetElapsedTime(start) } : result)];
    }

    private async Task<(PodPullRepair Result, bool IsApplied)> ApplyAsync(CurePlan plan, HashSet<(string, ImageSupply, string?, string)> loaded, CancellationToken cancellationToken)
    {
        var result = plan.AsResult();
        if (plan.Loads.Any(load => !loaded.Contains(load.Key)))
            return (result with { Status = PodPullRepairStatus.Failed, Remedy = "An image could not be brought to the nodes, so nothing else was changed. The error says why." }, false);

        try
        {
            await new CureDoer(connection).ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
            return (result with { Status = PodPullRepairStatus.Applied }, true);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return (result with { Status = PodPullRepairStatus.Failed, Remedy = failure.Message, Manifest = failure.ErrorId is "RepairNotCreated" or "RepairNotDeleted" ? failure.Target as string : null }, false);
        }
    }

    private async Task WaitAsync(IReadOnlyList<CurePlan> plans, PodPullRepair[] results, bool[] applied, long began, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var patience = new CancellationTokenSource(wish.Patience);
        var open = applied.Count(isApplied => isApplied);
        var all = Math.Max(open, 1);
        await Task.WhenAll(Enumerable.Range(0, plans.Count).Where(index => applied[index]).Select(async index =>
        {
            try
            {
                var progress = await new CureWatch(token => connection.WatchAsync<V1Pod>(plans[index].Pods!.Scope, token), plans[index], Steady).WaitAsync(Report, patience.Token, cancellationToken).ConfigureAwait(false);
                results[index] = Conclude(results[index], progress) with { Elapsed = Stopwatch.GetElapsedTime(began) };
            }
            catch (KindToolsException failure)
            {
                log.Error(failure); // What was done is done; only the look at it failed.
            }

            Interlocked.Decrement(ref open);
        })).ConfigureAwait(false);
        log.Progress(new ActivityProgress { Id = ProgressId, Activity = "Waiting for pods", Status = "Done", Completed = true });

        void Report(string status) => log.Progress(new ActivityProgress
        {
            Id = ProgressId,
            Activity = "Waiting for pods",
            Status = status,
            PercentComplete = 100 * (all - Volatile.Read(ref open)) / all,
            Remaining = wish.Patience - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero,
        });
    }

    private PodPullRepair Conclude(PodPullRepair result, CureProgress progress)
    {
        var mended = result with { RunningPods = progress.Running };
        if (progress.Failing.Count > 0)
        {
            return mended with
            {
                Status = PodPullRepairStatus.FailsAnew,
                FailingPods = progress.Failing,
                Remedy = $"'Get-PodPullFailure {progress.Failing[0].Pod} -Namespace {result.Namespace}' says why, where it is for an image; 'kubectl logs {progress.Failing[0].Pod} --namespace {result.Namespace}', where the program has started.",
            };
        }

        return progress.IsDone
            ? mended with { Status = PodPullRepairStatus.Repaired }
            : mended with
            {
                Status = PodPullRepairStatus.TimedOut,
                FailingPods = progress.Waiting,
                Remedy = $"Not all pods ran within {wish.Patience.TotalSeconds:0} seconds. 'kubectl get pods --namespace {result.Namespace}' shows how they fare; -TimeoutSec waits longer.",
            };
    }
}
