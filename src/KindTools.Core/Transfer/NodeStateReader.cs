using System.Globalization;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Asks nodes what they have, down to single blobs.</summary>
internal sealed class NodeStateReader(IContainerEngine engine)
{
    private const string TransferMark = "--- transfer ";

    /// <summary>All nodes at the same time, in their order. One that cannot answer is reported and left out.</summary>
    public async Task<IReadOnlyList<NodeState>> ReadAsync(IEnumerable<KindNode> nodes, IActivityLog log, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(node => TryReadAsync(node, log, cancellationToken))).ConfigureAwait(false);
        return [.. answers.OfType<NodeState>()];
    }

    /// <summary>One node.</summary>
    public async Task<NodeState> ReadAsync(KindNode node, CancellationToken cancellationToken)
    {
        var output = await new NodeShell(engine).RunAsync(node, NodeScripts.State, cancellationToken).ConfigureAwait(false);
        var (blobs, images) = NodeImageReader.SplitBefore(node, output);
        var lines = blobs.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(line => line.StartsWith(TransferMark, StringComparison.Ordinal));
        return NodeState.From(node, NodeImageReader.Parse(node, images), ParseBlobs(node, lines[false])) with
        {
            Transfers = [.. lines[true].Select(line => line[TransferMark.Length..])],
        };
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

    /// <summary><c>HEX LENGTH</c>, a line a blob.</summary>
    private static Dictionary<string, long> ParseBlobs(KindNode node, IEnumerable<string> lines)
    {
        var blobs = new Dictionary<string, long>();
        foreach (var line in lines)
        {
            if (line.Split(' ') is not [var hex, var length] || !long.TryParse(length, CultureInfo.InvariantCulture, out var bytes))
                throw new KindToolsException("NodeAnswerInvalid", FailureCategory.ProtocolError, $"The list of content that node '{node.Name}' gave cannot be read: '{line}'.", node.Name);

            blobs["sha256:" + hex] = bytes;
        }

        return blobs;
    }
}
