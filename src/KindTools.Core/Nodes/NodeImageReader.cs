using System.Runtime.CompilerServices;
using System.Text;
using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Tells what the kubelet on each node can use.</summary>
public sealed class NodeImageReader(IContainerEngine engine)
{
    private static ReadOnlySpan<byte> ImagesMark => "--- images\n"u8;

    private readonly NodeShell _shell = new(engine);

    /// <summary>
    /// The images of all nodes, in the order of the nodes, which are all asked at the same time. A node that cannot
    /// answer is reported, and the others go on.
    /// </summary>
    public async IAsyncEnumerable<KindNodeImage> ReadAsync(
        IReadOnlyList<KindNode> nodes, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answers = nodes.Select(node => ReadAsync(node, log, cancellationToken)).ToList();
        try
        {
            foreach (var answer in answers)
            {
                foreach (var image in await answer.ConfigureAwait(false)) yield return image;
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(answers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Everything that one node has.</summary>
    internal async Task<NodeContent> ReadContentAsync(KindNode node, CancellationToken cancellationToken) =>
        Parse(node, await _shell.RunAsync(node, NodeScripts.Images, cancellationToken).ConfigureAwait(false));

    /// <summary>Everything that one node has; null when it cannot answer, which is reported where there is a log.</summary>
    internal async Task<NodeContent?> TryReadContentAsync(KindNode node, IActivityLog? log, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadContentAsync(node, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log?.Error(failure);
            return null;
        }
    }

    /// <summary>What the script that lists images printed on a node.</summary>
    internal static NodeContent Parse(KindNode node, byte[] output)
    {
        try
        {
            return NodeContentParser.Parse(output);
        }
        catch (FormatException exception)
        {
            throw new KindToolsException(
                "NodeAnswerInvalid",
                FailureCategory.ProtocolError,
                $"The list of images that node '{node.Name}' gave cannot be read: {exception.Message}. 'docker exec {node.Name} ctr -n k8s.io images ls' shows what its runtime says.",
                node.Name,
                exception);
        }
    }

    /// <summary>What a script printed before it printed the list of images, and that list.</summary>
    internal static (string Before, byte[] Images) SplitBefore(KindNode node, byte[] output)
    {
        var mark = output.AsSpan().IndexOf(ImagesMark);
        return mark >= 0 ? (Encoding.UTF8.GetString(output, 0, mark), output[(mark + ImagesMark.Length)..]) : throw new KindToolsException(
            "NodeAnswerInvalid", FailureCategory.ProtocolError, $"What node '{node.Name}' said of its images cannot be read: it was cut short.", node.Name);
    }

    private async Task<IReadOnlyList<KindNodeImage>> ReadAsync(KindNode node, IActivityLog log, CancellationToken cancellationToken) =>
        await TryReadContentAsync(node, log, cancellationToken).ConfigureAwait(false) is { } content ? NodeImageList.From(node, content) : [];
}
