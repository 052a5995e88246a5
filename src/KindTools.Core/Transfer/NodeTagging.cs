using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Gives what a node has other names.</summary>
internal sealed class NodeTagging(IContainerEngine engine)
{
    private readonly NodeShell _shell = new(engine);

    /// <summary>All at once, and the node's confirmation of the new names.</summary>
    public async Task<NodeConfirmation> RunAsync(KindNode node, IReadOnlyList<(string Source, string Name)> names, CancellationToken cancellationToken)
    {
        var added = names.Select(pair => pair.Name).ToList();
        var output = await _shell.RunAsync(
            node, NodeScripts.Tag, cancellationToken, [.. names.SelectMany(pair => new[] { pair.Source, pair.Name }), "", .. added]).ConfigureAwait(false);
        return NodeConfirmation.Parse(node, output, added);
    }
}
