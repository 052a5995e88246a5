using System.Collections;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Completion;

/// <summary>Completes names of nodes, of the clusters given with <c>-Cluster</c> or of all.</summary>
internal sealed class NodeCompleter : EngineCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var clusters = NamePatterns.From(Bound(boundParameters, "Cluster"));
        var nodes = await new NodeFinder(engine).FindAsync(clusters, [], SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        return [.. nodes.Select(node => new Candidate(node.Name, $"{node.Role} of cluster {node.Cluster}, {node.State.ToString().ToLowerInvariant()}, made {Age.Format(node.Created)} ago of {node.NodeImage}"))];
    }
}
