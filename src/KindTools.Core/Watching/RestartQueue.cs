namespace KindTools.Core.Watching;

/// <summary>
/// Restarts beside the watch, so that nobody waits for pods of a build that is out of date: one after the other, and the
/// wait for pods of an image ends when the image is there anew.
/// </summary>
/// <param name="restartAsync">Restarts what runs images of a cluster.</param>
/// <param name="log">Where failures are reported.</param>
internal sealed class RestartQueue(Func<string, IReadOnlySet<string>, CancellationToken, Task> restartAsync, IActivityLog log) : IAsyncDisposable
{
    private readonly HashSet<(string Cluster, string Image)> _open = [];
    private Task _running = Task.CompletedTask;
    private CancellationTokenSource _stopping = new();

    /// <summary>Has what runs these images restarted.</summary>
    public async Task AddAsync(IReadOnlySet<(string Cluster, string Image)> renewed, CancellationToken cancellationToken)
    {
        bool isSuperseded;
        lock (_open) isSuperseded = _open.Overlaps(renewed);
        if (isSuperseded)
        {
            log.Verbose("An image has come anew while its pods were waited for: they are replaced again.");
            await StopAsync().ConfigureAwait(false);
        }

        // What was stopped is still open, and done with what is new.
        lock (_open) _open.UnionWith(renewed);
        _running = RunAsync(_running, _stopping.Token, cancellationToken);
    }

    /// <summary>Ends the restart that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
    }

    private async Task RunAsync(Task before, CancellationToken stopping, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        try
        {
            foreach (var cluster in Open())
            {
                await RestartAsync(cluster.Key, cluster.Value, either.Token).ConfigureAwait(false);
                lock (_open) _open.RemoveWhere(item => item.Cluster == cluster.Key && cluster.Value.Contains(item.Image));
            }
        }
        catch (OperationCanceledException)
        {
            // Superseded, or the watch is over.
        }
    }

    private Dictionary<string, HashSet<string>> Open()
    {
        lock (_open) return _open.GroupBy(item => item.Cluster, item => item.Image).ToDictionary(cluster => cluster.Key, cluster => cluster.ToHashSet(StringComparer.Ordinal));
    }

    private async Task RestartAsync(string cluster, IReadOnlySet<string> images, CancellationToken cancellationToken)
    {
        try
        {
            await restartAsync(cluster, images, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
        }
    }
}
