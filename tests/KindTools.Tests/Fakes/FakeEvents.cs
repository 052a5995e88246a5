using System.Threading.Channels;
using KindTools.Core.Engines;

namespace KindTools.Tests.Fakes;

/// <summary>An engine's events, one connection after the other, as a test lets them come.</summary>
internal sealed class FakeEvents
{
    private readonly Channel<Channel<EngineEvent>> _connections = Channel.CreateUnbounded<Channel<EngineEvent>>();
    private Channel<EngineEvent> _current = Channel.CreateUnbounded<EngineEvent>();

    public FakeEvents() => _connections.Writer.TryWrite(_current);

    /// <summary>How often somebody has tried to follow.</summary>
    public int Tries { get; private set; }

    /// <summary>While true, nobody can connect.</summary>
    public bool IsDown { get; set; }

    public void Send(EngineEventKind kind, string name) => Assert.True(_current.Writer.TryWrite(new EngineEvent(kind, name)));

    /// <summary>Ends the connection, as an engine does that is stopped; the next one is another.</summary>
    public void Break(Exception? failure = null)
    {
        var broken = _current;
        _current = Channel.CreateUnbounded<EngineEvent>();
        _connections.Writer.TryWrite(_current);
        broken.Writer.Complete(failure);
    }

    public async IAsyncEnumerable<EngineEvent> FollowAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Tries++;
        if (IsDown) throw new KindToolsException("EngineConnectionLost", FailureCategory.ConnectionError, "nobody listens");

        var connection = await _connections.Reader.ReadAsync(cancellationToken);
        yield return new EngineEvent(EngineEventKind.Following, "");
        await foreach (var step in connection.Reader.ReadAllAsync(cancellationToken)) yield return step;
    }
}
