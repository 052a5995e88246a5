using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Tells what the kubelet on each node can use.</summary>
public sealed class NodeImageReader(IContainerEngine engine)
{
    private readonly NodeShell _shell = new(engine);

    /// <summary>
    /// The images of all nodes, asked at the same time, each node's as soon as it has answered. A node that cannot
    /// answer is reported, and the others go on.
    /// </summary>
    public async IAsyncEnumerable<KindNodeImage> ReadAsync(
        IReadOnlyList<KindNode> nodes, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answers = Channel.CreateUnbounded<IReadOnlyList<KindNodeImage>>();
        var asking = Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                var content = await ReadContentAsync(node, cancellationToken).ConfigureAwait(false);
                answers.Writer.TryWrite(NodeImageList.From(node, content));
            }
            catch (KindToolsException failure)
            {
                log.Error(failure);
            }
        }));
        var completion = asking.ContinueWith(
            task => answers.Writer.TryComplete(task.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        await foreach (var images in answers.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var image in images) yield return image;
        }

        await completion.ConfigureAwait(false);
        await asking.ConfigureAwait(false);
    }

    /// <summary>Everything that one node has.</summary>
    internal async Task<NodeContent> ReadContentAsync(KindNode node, CancellationToken cancellationToken) =>
        NodeContentParser.Parse(await _shell.RunAsync(node, NodeScripts.Images, cancellationToken).ConfigureAwait(false));
}
