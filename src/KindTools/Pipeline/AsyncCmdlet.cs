using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>
/// A cmdlet whose work is asynchronous. The work runs on the thread pool; what it writes is handed to the pipeline
/// thread, which PowerShell demands, one at a time and awaited, so that a slow consumer slows the producer.
/// The work is cancelled by Ctrl+C and when a downstream command has had enough (<c>Select-Object -First 1</c>),
/// and is always waited for: nothing runs on behind the prompt.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Work before the first input.</summary>
    protected virtual Task BeginAsync(CmdletWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Takes one input on the pipeline thread. False when nothing is to be done about it yet: then no work is started
    /// for it, which for a line of text would cost far more than the line itself.
    /// </summary>
    protected virtual bool Accept() => true;

    /// <summary>Work for one input.</summary>
    protected virtual Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work after the last input.</summary>
    protected virtual Task EndAsync(CmdletWriter output, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (Accept()) Run(ProcessAsync);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds; PowerShell calls it when the pipeline ends, however it ends.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) _stopping.Dispose();
    }

    private void Run(Func<CmdletWriter, CancellationToken, Task> work)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var writer = new CmdletWriter(this);

        var task = Task.Run(
            async () =>
            {
                try
                {
                    await work(writer, cancellation.Token).ConfigureAwait(false);
                }
                finally
                {
                    writer.Complete();
                }
            },
            CancellationToken.None);

        try
        {
            writer.Pump();
        }
        catch
        {
            // The pipeline is stopping: downstream has had enough, or -ErrorAction Stop. End the work, then let it out.
            cancellation.Cancel();
            writer.Abandon();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            _ = task.Exception;
            throw;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (KindToolsException failure)
        {
            ThrowTerminatingError(failure.ToErrorRecord());
        }
        catch (Exception unexpected) when (unexpected is not PipelineStoppedException)
        {
            ThrowTerminatingError(new ErrorRecord(unexpected, "Unexpected", ErrorCategory.InvalidResult, targetObject: null));
        }
    }
}
