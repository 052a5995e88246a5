using KindTools.Core.Engines;

namespace KindTools.Tests.Fakes;

/// <summary>A command that keeps what is written to it and ends as it is told.</summary>
internal sealed class FakeExecSession : IExecSession
{
    private readonly MemoryStream _input = new();

    /// <summary>What happens before a write is taken: waiting, or a broken pipe.</summary>
    public Func<long, CancellationToken, ValueTask> Writing { get; init; } = (_, _) => ValueTask.CompletedTask;

    /// <summary>How the command ends, given its whole input.</summary>
    public Func<byte[], CancellationToken, Task<ExecResult>> Completing { get; init; } = (_, _) => Task.FromResult(new ExecResult(0, [], ""));

    public byte[] Input => _input.ToArray();

    public bool IsCompleted { get; private set; }

    public bool IsDisposed { get; private set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        await Writing(_input.Length, cancellationToken);
        _input.Write(data.Span);
    }

    public Task<ExecResult> CompleteAsync(CancellationToken cancellationToken)
    {
        IsCompleted = true;
        return Completing(_input.ToArray(), cancellationToken);
    }

    public void Dispose() => IsDisposed = true;
}
