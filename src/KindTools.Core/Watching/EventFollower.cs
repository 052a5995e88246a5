using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KindTools.Core.Engines;
using KindTools.Core.Transfer;

namespace KindTools.Core.Watching;

/// <summary>
/// From the engine's events to occasions to look. Events only say when: what has changed is found out by looking, so that
/// one that is lost, with the engine or with the connection to it, is no loss.
/// </summary>
internal sealed class EventFollower(IContainerEngine engine, IActivityLog log)
{
    /// <summary>A build that gives several names is over when nothing has come for so long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>So many times it is waited for; an engine that is never quiet is looked at all the same.</summary>
    private const int MostWaits = 8;

    /// <summary>A connection that has died without a word is found out by making it anew.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly Channel<(EngineEvent Event, bool IsBack)> _events = Channel.CreateUnbounded<(EngineEvent, bool)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    /// <summary>How it waits; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Until cancelled. What comes while the caller is busy is one occasion afterwards.</summary>
    public async IAsyncEnumerable<WatchOccasion> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = ListenAsync(ending.Token);
        try
        {
            while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
                yield return await GatherAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    private async Task<WatchOccasion> GatherAsync(CancellationToken cancellationToken)
    {
        var occasion = WatchOccasion.None;
        for (var i = 0; i < MostWaits && _events.Reader.TryPeek(out _); i++)
        {
            while (_events.Reader.TryRead(out var next)) occasion = occasion.With(next.Event, next.IsBack);
            await Pause(Quiet, cancellationToken).ConfigureAwait(false);
        }

        return occasion;
    }

    /// <summary>Listens for ever; that it ends, and why, is told by the channel.</summary>
    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = new Connection();
            while (true)
            {
                await ListenOnceAsync(connection, cancellationToken).ConfigureAwait(false);
                if (connection.IsUp) continue;

                await Pause(connection.Delay, cancellationToken).ConfigureAwait(false);
                connection.Delay = connection.Delay * 2 < LongestDelay ? connection.Delay * 2 : LongestDelay;
            }
        }
        catch (Exception exception)
        {
            _events.Writer.Complete(exception);
        }
    }

    /// <summary>Listens as long as a connection lasts. It is still up when it ended for its age alone.</summary>
    private async Task ListenOnceAsync(Connection connection, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var age = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        age.CancelAfter(Renewal);
        var reason = "it has closed it";
        try
        {
            await foreach (var step in engine.FollowEventsAsync(age.Token).ConfigureAwait(false))
            {
                if (step.Kind == EngineEventKind.Following) Connected(connection);
                else if (!PushLeftovers.IsHelper(step.Name)) Tell(step, isBack: false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            if (connection.IsUp) return;
            reason = "it does not answer";
        }
        catch (KindToolsException failure)
        {
            reason = failure.Message;
        }

        if (connection.IsUp) log.Warning($"The container engine at {engine.Endpoint} is gone. The watch goes on when it is back.");
        log.Verbose($"No events come from the container engine at {engine.Endpoint}: {reason}");
        connection.IsUp = false;
        if (Stopwatch.GetElapsedTime(start) > LongestDelay) connection.Delay = FirstDelay;
    }

    private void Connected(Connection connection)
    {
        log.Verbose($"Following the events of the container engine at {engine.Endpoint}.");
        Tell(new EngineEvent(EngineEventKind.Following, ""), isBack: !connection.IsUp);
        connection.IsUp = true;
    }

    private void Tell(EngineEvent step, bool isBack)
    {
        if (step.Kind != EngineEventKind.Following) log.Verbose(Words(step));
        _events.Writer.TryWrite((step, isBack));
    }

    private static string Words(EngineEvent step) => step.Kind switch
    {
        EngineEventKind.NodeStarted => $"Node '{step.Name}' has started.",
        EngineEventKind.ImagePulled => $"'{step.Name}' was pulled.",
        _ => $"'{step.Name}' was built, tagged or loaded.",
    };

    /// <summary>How the connection fares.</summary>
    private sealed class Connection
    {
        public bool IsUp { get; set; }

        public TimeSpan Delay { get; set; } = FirstDelay;
    }
}
