using KindTools.Core.Engines;

namespace KindTools.Core.Watching;

/// <summary>Follows the engine and keeps nodes at what it has, until it is cancelled.</summary>
/// <param name="engine">The engine, which may go away and come back.</param>
/// <param name="restart">Whether and how what runs the images is restarted; null for not.</param>
/// <param name="output">Takes what was done.</param>
/// <param name="log">Takes what is seen, and failures.</param>
public sealed class ImageWatcher(IContainerEngine engine, RestartWish? restart, WatchOutput output, IActivityLog log)
{
    /// <summary>How it waits; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Watches. Ends by itself only where there is no node to watch for, which has been reported.</summary>
    public async Task RunAsync(IReadOnlyList<WatchRequest> requests, CancellationToken cancellationToken)
    {
        var restarts = restart is null ? null : new RestartQueue(new WorkloadRestarter(engine, restart, output, log).RestartAsync, log);
        try
        {
            var watches = new List<ImageWatch>();
            foreach (var request in requests)
            {
                var watch = new ImageWatch(engine, request, output, restarts, log) { Pause = Pause };
                if (await watch.HasNodesAsync(cancellationToken).ConfigureAwait(false)) watches.Add(watch);
            }

            if (watches.Count > 0) await WatchAsync(watches, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (restarts is not null) await restarts.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(List<ImageWatch> watches, CancellationToken cancellationToken)
    {
        await foreach (var occasion in new EventFollower(engine, log) { Pause = Pause }.FollowAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var images = await engine.ListImageIdsAsync(cancellationToken).ConfigureAwait(false);
                foreach (var watch in watches) await watch.LookAsync(images, occasion, cancellationToken).ConfigureAwait(false);
                log.Verbose("Waiting for what is built or tagged next.");
            }
            catch (KindToolsException failure) when (failure.ErrorId == "EngineConnectionLost")
            {
                // Whoever listens notices too, and says so; what could not be done is done when the engine is back.
                log.Verbose(failure.Message);
            }
            catch (KindToolsException failure)
            {
                log.Error(failure);
            }
        }
    }
}
