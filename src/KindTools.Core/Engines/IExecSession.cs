namespace KindTools.Core.Engines;

/// <summary>A command that runs in a container.</summary>
public interface IExecSession : IDisposable
{
    /// <summary>Writes to its standard input; waits while the command does not read.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends its standard input, if there is one, and waits for it to finish.</summary>
    Task<ExecResult> CompleteAsync(CancellationToken cancellationToken);
}
