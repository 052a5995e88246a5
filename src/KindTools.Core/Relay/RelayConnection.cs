using System.IO.Pipelines;

namespace KindTools.Core.Relay;

/// <summary>
/// One of the connections that a relay carries. The relay sends no more than fits the window, and this side one part at
/// a time: what it has to say are the short answers of a registry.
/// </summary>
internal sealed class RelayConnection(RelayChannel channel, uint id) : Stream
{
    /// <summary>Bytes that may be on their way or waiting to be read: enough to keep the relay busy in the meantime.</summary>
    public const int Window = 512 * 1024;

    private const int LargestPart = 64 * 1024;

    // It never makes the channel wait, because other connections would wait with it: the window is its limit.
    private readonly Pipe _received = new(new PipeOptions(pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: LargestPart, useSynchronizationContext: false));
    private readonly SemaphoreSlim _mayWrite = new(1);
    private int _room = Window;
    private int _read;
    private bool _broken;
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _received.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var part = read.Buffer.Slice(0, Math.Min(buffer.Length, read.Buffer.Length));
        var target = buffer;
        foreach (var memory in part)
        {
            memory.CopyTo(target);
            target = target[memory.Length..];
        }

        var count = (int)part.Length;
        _received.Reader.AdvanceTo(part.End);
        await MakeRoomAsync(count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            await _mayWrite.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_broken)
            {
                _mayWrite.Release();
                throw new IOException("The connection through the relay is broken.");
            }

            var part = buffer[..Math.Min(buffer.Length, LargestPart)];
            await channel.SendAsync(new RelayFrame(RelayFrameKind.Data, id, part.Length), part, cancellationToken).ConfigureAwait(false);
            buffer = buffer[part.Length..];
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes it, after all that was written to it.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_disposed) return;

        _disposed = true;
        await _received.Reader.CompleteAsync().ConfigureAwait(false);
        await channel.CloseAsync(id).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Where data that came is to be put.</summary>
    internal Memory<byte> Prepare(int length) => _received.Writer.GetMemory(Math.Min(length, LargestPart));

    /// <summary>Data came.</summary>
    internal async ValueTask ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref _room, -count) < 0) throw new InvalidDataException("The relay sent more than there is room for.");

        _received.Writer.Advance(count);
        await _received.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The relay has delivered what it was sent.</summary>
    internal void Delivered() => _mayWrite.Release();

    /// <summary>Nothing more comes; what was received can still be read.</summary>
    internal void End() => _received.Writer.Complete();

    /// <summary>The connection is gone.</summary>
    internal void Break()
    {
        _broken = true;
        _received.Writer.Complete(new IOException("The connection through the relay is broken."));
        _mayWrite.Release();
    }

    /// <summary>Tells the relay what was taken, a good part at a time.</summary>
    private async ValueTask MakeRoomAsync(int count, CancellationToken cancellationToken)
    {
        _read += count;
        if (_read < Window / 4) return;

        var read = _read;
        _read = 0;
        Interlocked.Add(ref _room, read);
        await channel.SendAsync(new RelayFrame(RelayFrameKind.Taken, id, read), default, cancellationToken).ConfigureAwait(false);
    }
}
