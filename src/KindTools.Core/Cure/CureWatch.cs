using System.Globalization;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>
/// Follows the pods of one object after its cure, until they run or fail anew. A program that ends as soon as it was
/// started is seen running too, and a controller may make a pod too many and take it back: that all run has to last.
/// </summary>
/// <param name="changes">Begins a watch of the pods.</param>
/// <param name="plan">The cure.</param>
/// <param name="steady">How long they have to run before they are taken at their word.</param>
internal sealed class CureWatch(Func<CancellationToken, IAsyncEnumerable<ClusterChange<V1Pod>>> changes, CurePlan plan, TimeSpan steady)
{
    private readonly CureProgress _progress = new(plan);

    /// <summary>What has come of it.</summary>
    /// <param name="report">Told how far it is.</param>
    /// <param name="patience">Ends the wait when the time is up.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task<CureProgress> WaitAsync(Action<string> report, CancellationToken patience, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience, cancellationToken);
        try
        {
            var wasDone = false;
            await foreach (var change in changes(end.Token).ConfigureAwait(false))
            {
                _progress.Take(change);
                if (change.Kind is ClusterChangeKind.Listing or ClusterChangeKind.Listed) continue;

                report(string.Create(CultureInfo.InvariantCulture, $"{plan.Object}: {_progress.Running.Count} of {_progress.Expected} pods run"));
                if (_progress.Failing.Count > 0) break;

                var isDone = _progress.IsDone;
                if (isDone != wasDone) end.CancelAfter(isDone ? steady : Timeout.InfiniteTimeSpan);
                wasDone = isDone;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // They have run for long enough, or the time is up; what was seen last is what there is to tell.
        }

        return _progress;
    }
}
