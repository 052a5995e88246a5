using System.Globalization;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Cure;

/// <summary>Follows the pods of one object after its cure, until they run or fail anew.</summary>
internal sealed class CureWatch(ClusterConnection connection, CurePlan plan)
{
    private readonly CureProgress _progress = new(plan);

    /// <summary>What has come of it.</summary>
    /// <param name="report">Told how far it is.</param>
    /// <param name="patience">Ends the wait when the time is up.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task<CureProgress> WaitAsync(Action<string> report, CancellationToken patience, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience, cancellationToken);
        try
        {
            await foreach (var change in connection.WatchAsync<V1Pod>(plan.Pods!.Scope, either.Token).ConfigureAwait(false))
            {
                _progress.Take(change);
                if (change.Kind is ClusterChangeKind.Listing or ClusterChangeKind.Listed) continue;

                report(string.Create(CultureInfo.InvariantCulture, $"{plan.Object}: {_progress.Running.Count} of {_progress.Expected} pods run"));
                if (_progress.IsSettled) break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up; what was seen last is what there is to tell.
        }

        return _progress;
    }
}
