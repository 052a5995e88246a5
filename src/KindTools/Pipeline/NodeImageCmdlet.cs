using KindTools.Core.Engines;
using KindTools.Core.Store;

namespace KindTools.Pipeline;

/// <summary>
/// A cmdlet that does something with images on nodes. All input is collected first: a hundred images that are piped
/// are one question to each node, and one change.
/// </summary>
public abstract class NodeImageCmdlet : NodeCmdlet
{
    private readonly List<(string[]? Names, string[]? Clusters, string[]? Nodes)> _inputs = [];

    /// <summary>The names of this input.</summary>
    private protected abstract string[]? Names { get; }

    /// <summary>False when the pipeline brought nothing.</summary>
    private protected bool HasInput => _inputs.Count > 0;

    /// <summary>Only collects.</summary>
    protected sealed override bool Accept()
    {
        _inputs.Add((Names, Cluster, Node));
        return false;
    }

    /// <summary>What came, where inputs that concern the same nodes are one.</summary>
    private protected IEnumerable<(string[] Names, string[]? Clusters, string[]? Nodes)> Inputs =>
        from input in _inputs
        group input by (Key(input.Clusters), Key(input.Nodes)) into place
        let first = place.First()
        select (place.SelectMany(input => input.Names ?? []).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), first.Clusters, first.Nodes);

    /// <summary>What is wanted of which nodes.</summary>
    private protected async Task<IReadOnlyList<ImageRequest>> FindRequestsAsync(IContainerEngine engine, CmdletWriter output, CancellationToken cancellationToken)
    {
        var requests = new List<ImageRequest>();
        foreach (var (names, clusters, nodes) in Inputs)
        {
            var found = await FindNodesAsync(engine, clusters, nodes, output, cancellationToken).ConfigureAwait(false);
            if (found.Count > 0) requests.Add(new ImageRequest(NamePatterns.From(names), found));
        }

        return requests;
    }

    private static string? Key(string[]? values) => values is null ? null : string.Join('\n', values);
}
