using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.LabTests;

/// <summary>A Watch-KindImage that goes on while a test builds.</summary>
internal sealed class RunningWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly Module _module;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;
    private int _taken;

    /// <summary>Starts it, and waits until it has looked at what there is.</summary>
    public RunningWatch(Module module, string parameters)
    {
        _module = module;
        module.Shell.Commands.Clear();
        module.Shell.Streams.ClearStreams();
        module.Shell.AddScript($"Watch-KindImage {parameters} -Verbose");
        _running = module.Shell.BeginInvoke<PSObject, PSObject>(null, _output);
        Until(() => Verbose.Any(message => message.StartsWith("Waiting for", StringComparison.Ordinal)), "It does not wait for anything.");
    }

    public IReadOnlyList<string> Verbose => [.. _module.Streams.Verbose.ToArray().Select(record => record.Message)];

    /// <summary>So many objects more, as they come.</summary>
    public List<T> Next<T>(int count)
    {
        Until(() => _output.Count >= _taken + count, $"{count} more objects do not come.");
        var next = _output.ToArray().Skip(_taken).Take(count).Select(item => (T)item.BaseObject).ToList();
        _taken += count;
        return next;
    }

    /// <summary>What has come and was not taken.</summary>
    public IReadOnlyList<object> Rest() => [.. _output.ToArray().Skip(_taken).Select(item => item.BaseObject)];

    /// <summary>As Ctrl+C does; how long it took.</summary>
    public TimeSpan Stop()
    {
        var start = Stopwatch.GetTimestamp();
        _module.Shell.Stop();
        var elapsed = Stopwatch.GetElapsedTime(start);
        Assert.Throws<PipelineStoppedException>(() => _module.Shell.EndInvoke(_running));
        return elapsed;
    }

    public void Until(Func<bool> condition, string complaint)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (_running.IsCompleted || Stopwatch.GetElapsedTime(start) > Patience) Assert.Fail($"{complaint}{Environment.NewLine}{Said()}");
            Thread.Sleep(20);
        }
    }

    public void Dispose()
    {
        if (!_running.IsCompleted) _module.Shell.Stop();
        _output.Dispose();
    }

    // Of copies, because to go through what a pipeline still writes to is to wait for its end.
    private string Said() => string.Join(Environment.NewLine, [.. _output.ToArray().Select(item => item.ToString()), .. Verbose, .. _module.Errors.ToArray().Select(error => error.ToString())]);
}
