using System.Globalization;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Asks nodes what they have, down to single blobs.</summary>
internal sealed class NodeStateReader(IContainerEngine engine)
{
    /// <summary>All nodes at the same time, in their order. One that cannot answer is reported and left out.</summary>
    public async Task<IReadOnlyList<NodeState>> ReadAsync(IEnumerable<KindNode> nodes, IActivityLog log, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(node => TryReadAsync(node, log, cancellationToken))).ConfigureAwait(false);
        return [.. answers.OfType<NodeState>()];
    }

    /// <summary>One node.</summary>
    public async Task<NodeState> ReadAsync(KindNode node, CancellationToken cancellationToken)
    {
        var content = new NodeImageReader(engine).ReadContentAsync(node, cancellationToken);
        var blobs = new NodeShell(engine).RunAsync(node, NodeScripts.Blobs, cancellationToken);
        await Task.WhenAll(content, blobs).ConfigureAwait(false);
        var (held, snapshotter) = ParseBlobs(node, await blobs.ConfigureAwait(false));
        var state = NodeState.From(node, await content.ConfigureAwait(false), held);
        return snapshotter is null ? state : state with { Snapshotter = snapshotter };
    }

    private async Task<NodeState?> TryReadAsync(KindNode node, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(node, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    /// <summary><c>snapshotter NAME</c>, then <c>HEX LENGTH</c>, a line a blob.</summary>
    private static (Dictionary<string, long> Blobs, string? Snapshotter) ParseBlobs(KindNode node, byte[] output)
    {
        var blobs = new Dictionary<string, long>();
        string? snapshotter = null;
        foreach (var line in Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("snapshotter ", StringComparison.Ordinal))
            {
                snapshotter = line["snapshotter ".Length..];
                continue;
            }

            if (line.Split(' ') is not [var hex, var length] || !long.TryParse(length, CultureInfo.InvariantCulture, out var bytes))
                throw new KindToolsException("NodeAnswerInvalid", FailureCategory.ProtocolError, $"The list of content that node '{node.Name}' gave cannot be read: '{line}'.", node.Name);

            blobs["sha256:" + hex] = bytes;
        }

        return (blobs, snapshotter);
    }
}
