using System.Collections.Concurrent;
using KindTools.Core.Engines;

namespace KindTools.Core.Relay;

/// <summary>
/// This process's end of a relay: takes the frames that come from it apart into connections, and puts together those
/// that go to it. Reading never waits for a connection, so that a slow one holds up no other.
/// </summary>
internal sealed class RelayChannel(IAttachedContainer relay) : IDisposable
{
    private readonly ConcurrentDictionary<uint, RelayConnection> _open = new();
    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>Waits until the relay listens.</summary>
    /// <exception cref="IOException">It ended instead, or says something else.</exception>
    public async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        if (await ReadFrameAsync(cancellationToken).ConfigureAwait(false) is not { Kind: RelayFrameKind.Listening })
            throw new EndOfStreamException("The relay ended before it had begun.");
    }

    /// <summary>Hands out connections and feeds them, until the relay ends.</summary>
    public async Task RunAsync(Action<Stream> accept, CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadFrameAsync(cancellationToken).ConfigureAwait(false) is { } frame)
            {
                if (frame.Kind == RelayFrameKind.Opened)
                {
                    var opened = new RelayConnection(this, frame.Connection);
                    _open[frame.Connection] = opened;
                    accept(opened);
                    continue;
                }

                // What is still on its way from a connection that this side has closed is of no interest.
                var connection = _open.GetValueOrDefault(frame.Connection);
                switch (frame.Kind)
                {
                    case RelayFrameKind.Data:
                        await ReceiveAsync(connection, frame.Value, cancellationToken).ConfigureAwait(false);
                        break;
                    case RelayFrameKind.Taken:
                        connection?.Delivered();
                        break;
                    case RelayFrameKind.Ended:
                        connection?.End();
                        break;
                    case RelayFrameKind.Closed:
                        _open.TryRemove(frame.Connection, out _);
                        connection?.Break();
                        break;
                    default:
                        throw new InvalidDataException($"The relay sent a frame '{(char)frame.Kind}', which there is not.");
                }
            }
        }
        finally
        {
            foreach (var connection in _open.Values) connection.Break();
        }
    }

    /// <summary>Sends a frame, whole.</summary>
    internal async Task SendAsync(RelayFrame frame, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Half a frame would be the end of all connections; the relay reads at once, so this takes no time.
            await relay.WriteAsync(frame.ToBytes(data.Span), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Ends a connection from this side; nothing happens when the relay did before.</summary>
    internal async Task CloseAsync(uint connection)
    {
        if (!_open.TryRemove(connection, out _)) return;

        try
        {
            await SendAsync(new RelayFrame(RelayFrameKind.Closed, connection, 0), default, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The relay has ended, and with it all its connections.
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task ReceiveAsync(RelayConnection? connection, int length, CancellationToken cancellationToken)
    {
        var dropped = connection is null ? new byte[Math.Min(length, RelayConnection.Window)] : [];
        while (length > 0)
        {
            var memory = connection?.Prepare(length) ?? dropped;
            var count = await relay.ReadAsync(memory[..Math.Min(length, memory.Length)], cancellationToken).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException("The relay ended in the middle of a frame.");

            if (connection is not null) await connection.ReceiveAsync(count, cancellationToken).ConfigureAwait(false);
            length -= count;
        }
    }

    private async Task<RelayFrame?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var head = new byte[RelayFrame.HeadLength];
        for (var read = 0; read < head.Length;)
        {
            var count = await relay.ReadAsync(head.AsMemory(read), cancellationToken).ConfigureAwait(false);
            if (count == 0) return read == 0 ? null : throw new EndOfStreamException("The relay ended in the middle of a frame.");
            read += count;
        }

        var frame = RelayFrame.Read(head);
        return frame.Value >= 0 ? frame : throw new InvalidDataException("The relay sent a frame of a negative length.");
    }
}
