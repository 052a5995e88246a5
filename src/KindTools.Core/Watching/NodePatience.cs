using System.Diagnostics;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Watching;

/// <summary>Waits for nodes that have just been started: their containerd takes a moment longer than their container.</summary>
internal sealed class NodePatience(IContainerEngine engine, IActivityLog log)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(500);

    /// <summary>How it waits; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Until all of them list their images, or the time is up; those that do not are left to whoever asks them next.</summary>
    public Task WaitAsync(IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken) =>
        Task.WhenAll(nodes.Select(node => WaitAsync(node, cancellationToken)));

    private async Task WaitAsync(KindNode node, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await new NodeImageReader(engine).ReadContentAsync(node, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KindToolsException failure) when (Stopwatch.GetElapsedTime(start) < Longest)
            {
                log.Verbose($"Node '{node.Name}' does not answer yet. {failure.Message}");
                await Pause(Breath, cancellationToken).ConfigureAwait(false);
            }
            catch (KindToolsException)
            {
                return;
            }
        }
    }
}
