using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>
/// How asynchronous work writes to the pipeline. Every call may come from any thread; the pipeline thread carries
/// them out in order. Objects and questions are awaited, messages are only queued.
/// </summary>
public sealed class CmdletWriter : IActivityLog, IDisposable
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    private const int BatchSize = 32;

    private readonly Cmdlet _cmdlet;
    private readonly BlockingCollection<Action> _requests = new(new ConcurrentQueue<Action>());
    private readonly ConcurrentDictionary<int, long> _lastProgress = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly List<object> _batch = [];
    private Task _batchBefore = Task.CompletedTask;

    internal CmdletWriter(Cmdlet cmdlet) => _cmdlet = cmdlet;

    /// <summary>Writes one object and waits until downstream has taken it.</summary>
    public Task WriteObjectAsync(object value) => AskAsync(() =>
    {
        _cmdlet.WriteObject(value);
        return true;
    });

    /// <summary>
    /// Writes one object of very many: they are handed over in batches, because the switch of threads costs more than the
    /// object, and the next batch is made while downstream takes this one. Whatever else is written, and the end of the
    /// work, hands over what has come so far, so that the order stays.
    /// </summary>
    public Task WriteOneOfManyAsync(object value)
    {
        lock (_batch)
        {
            _batch.Add(value);
            if (_batch.Count < BatchSize) return Task.CompletedTask;
        }

        var before = _batchBefore;
        _batchBefore = AskAsync(() => true);
        return before;
    }

    /// <summary>Does on the pipeline thread what PowerShell allows only there, such as resolving paths.</summary>
    public Task<T> InvokeAsync<T>(Func<T> action) => AskAsync(action);

    /// <summary>Asks PowerShell, which may ask the user, whether to go on (<c>-WhatIf</c>, <c>-Confirm</c>).</summary>
    public Task<bool> ShouldProcessAsync(string target, string action) =>
        AskAsync(() => _cmdlet.ShouldProcess(target, action));

    /// <summary>The same in words of one's own.</summary>
    /// <param name="description">What <c>-WhatIf</c> and <c>-Verbose</c> show.</param>
    /// <param name="question">What <c>-Confirm</c> asks.</param>
    /// <param name="caption">The title above the question.</param>
    public Task<bool> ShouldProcessAsync(string description, string question, string caption) =>
        AskAsync(() => _cmdlet.ShouldProcess(description, question, caption));

    /// <inheritdoc/>
    public void Verbose(string message) => Post(() => _cmdlet.WriteVerbose(message));

    /// <inheritdoc/>
    public void Warning(string message) => Post(() => _cmdlet.WriteWarning(message));

    /// <inheritdoc/>
    public void Error(KindToolsException failure) => Post(() => _cmdlet.WriteError(failure.ToErrorRecord()));

    /// <inheritdoc/>
    public void Progress(ActivityProgress progress)
    {
        var last = _lastProgress.GetOrAdd(progress.Id, 0);
        if (!progress.Completed && last != 0 && Stopwatch.GetElapsedTime(last) < ProgressInterval) return;

        _lastProgress[progress.Id] = Stopwatch.GetTimestamp();
        Post(() => _cmdlet.WriteProgress(progress.ToProgressRecord()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        _abandoned.Dispose();
    }

    /// <summary>The work is over: the pump ends when the queue is empty.</summary>
    internal void Complete()
    {
        HandOverBatch();
        _requests.CompleteAdding();
    }

    /// <summary>Carries out requests on the calling thread until the work is over.</summary>
    internal void Pump()
    {
        foreach (var request in _requests.GetConsumingEnumerable()) request();
    }

    /// <summary>Nobody pumps any more: whoever waits is cancelled, and what is written from now on is dropped.</summary>
    internal void Abandon() => _abandoned.Cancel();

    private void Post(Action request)
    {
        HandOverBatch();
        if (!_abandoned.IsCancellationRequested) _requests.Add(request);
    }

    private void HandOverBatch()
    {
        object[] batch;
        lock (_batch)
        {
            if (_batch.Count == 0) return;
            batch = [.. _batch];
            _batch.Clear();
        }

        if (_abandoned.IsCancellationRequested) return;
        _requests.Add(() =>
        {
            foreach (var value in batch) _cmdlet.WriteObject(value);
        });
    }

    private Task<T> AskAsync<T>(Func<T> question)
    {
        HandOverBatch();

        // Continuations must not run on the pipeline thread.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Add(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception exception)
            {
                answer.SetException(exception);
                throw;
            }
        });
        return answer.Task.WaitAsync(_abandoned.Token);
    }
}
