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

    /// <summary>What is wanted of which nodes. Inputs that concern the same nodes are one request.</summary>
    private protected async Task<IReadOnlyList<ImageRequest>> FindRequestsAsync(IContainerEngine engine, CmdletWriter output, CancellationToken cancellationToken)
    {
        var requests = new List<ImageRequest>();
        foreach (var group in _inputs.GroupBy(input => (Key(input.Clusters), Key(input.Nodes))))
        {
            var (_, clusters, nodes) = group.First();
            var found = await FindNodesAsync(engine, clusters, nodes, output, cancellationToken).ConfigureAwait(false);
            string[] names = [.. group.SelectMany(input => input.Names ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
            if (found.Count > 0) requests.Add(new ImageRequest(NamePatterns.From(names), found));
        }

        return requests;
    }

    private static string? Key(string[]? values) => values is null ? null : string.Join('\n', values);
}
