using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Pipeline;

/// <summary>A cmdlet that looks into the nodes of kind clusters, or changes what they hold.</summary>
public abstract class NodeCmdlet : EngineCmdlet
{
    /// <summary>The clusters; wildcards are allowed. Without it, the one in KIND_CLUSTER_NAME, else <c>kind</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>The nodes; wildcards are allowed. Without it, all of the clusters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("NodeName")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Node { get; set; }

    /// <summary>The nodes that are meant by <c>-Cluster</c> and <c>-Node</c>; names that do not exist are reported.</summary>
    private protected Task<IReadOnlyList<KindNode>> FindNodesAsync(IContainerEngine engine, CmdletWriter output, CancellationToken cancellationToken) =>
        FindNodesAsync(engine, Cluster, Node, output, cancellationToken);

    private protected static Task<IReadOnlyList<KindNode>> FindNodesAsync(
        IContainerEngine engine, string[]? clusters, string[]? nodes, CmdletWriter output, CancellationToken cancellationToken) =>
        new NodeFinder(engine).FindAsync(ClustersOrDefault(clusters), NamePatterns.From(nodes), output, cancellationToken);
}
