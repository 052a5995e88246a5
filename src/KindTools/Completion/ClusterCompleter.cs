using System.Collections;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Completion;

/// <summary>Completes names of kind clusters.</summary>
internal sealed class ClusterCompleter : EngineCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var nodes = await new NodeFinder(engine).FindAsync([], [], SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        return
        [
            .. nodes.GroupBy(node => node.Cluster)
                .Select(cluster => new Candidate(
                    cluster.Key,
                    $"{cluster.Count(node => node.State == KindNodeState.Running)} of {cluster.Count()} nodes running, made {Age.Format(cluster.Min(node => node.Created))} ago of {cluster.First().NodeImage}")),
        ];
    }
}
