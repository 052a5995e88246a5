using System.Collections;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Completion;

/// <summary>Completes from what the API servers know, of the clusters or contexts on the command line.</summary>
internal abstract class ConnectionCompleter : PatientCompleter
{
    protected sealed override async Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var contexts = NamePatterns.From(Bound(boundParameters, "Context"));
        var clusters = NamePatterns.From(Bound(boundParameters, "Cluster") ?? [NodeFinder.DefaultCluster(EngineEnvironment.Current)]);

        // Without the engine: a kind cluster that the kubeconfig does not know is not worth the time.
        var connections = await new ClusterFinder(engine: null, ContextCompleter.KubeconfigOf(boundParameters))
            .ConnectAsync(new ClusterSelection(clusters, contexts), SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await Task.WhenAll(connections.Select(connection => FindAsync(connection, boundParameters, cancellationToken))).ConfigureAwait(false);
            return [.. found.SelectMany(candidates => candidates).Distinct()];
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    /// <summary>All candidates of one cluster; what the user has typed is matched afterwards.</summary>
    protected abstract Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken);

    /// <summary>What pods are looked for in: the namespaces on the command line, or the context's own.</summary>
    protected static IEnumerable<ListScope> Scopes(ClusterConnection connection, IDictionary boundParameters)
    {
        string?[] namespaces = boundParameters.Contains("AllNamespaces") ? [null] : [.. Bound(boundParameters, "Namespace") ?? [connection.DefaultNamespace]];
        return namespaces.Select(space => new ListScope(space));
    }
}
