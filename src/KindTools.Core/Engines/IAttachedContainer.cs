namespace KindTools.Core.Engines;

/// <summary>
/// A running container whose standard input and output are ours. It ends at the latest when they are closed, which the
/// engine does when this process is gone; disposing of it removes it.
/// </summary>
public interface IAttachedContainer : IAsyncDisposable
{
    /// <summary>Where its port is published on the loopback address of the engine's machine.</summary>
    int HostPort { get; }

    /// <summary>What it has said on its standard error so far.</summary>
    string Error { get; }

    /// <summary>Reads its standard output; 0 when it has ended.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes to its standard input; waits while it does not read.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
