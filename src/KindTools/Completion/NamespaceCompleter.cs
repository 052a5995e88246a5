using System.Collections;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Completion;

/// <summary>Completes names of namespaces, of the clusters or contexts on the command line.</summary>
public sealed class NamespaceCompleter : PatientCompleter
{
    private protected override async Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var contexts = NamePatterns.From(Bound(boundParameters, "Context"));
        var clusters = NamePatterns.From(Bound(boundParameters, "Cluster") ?? [NodeFinder.DefaultCluster(EngineEnvironment.Current)]);

        // Without the engine: a kind cluster that the kubeconfig does not know is not worth the time.
        var connections = await new ClusterFinder(engine: null, ContextCompleter.KubeconfigOf(boundParameters))
            .ConnectAsync(new ClusterSelection(clusters, contexts), SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        try
        {
            var names = await Task.WhenAll(connections.Select(connection => connection.NamespacesAsync(cancellationToken))).ConfigureAwait(false);
            return [.. names.SelectMany(list => list).Distinct().Order(StringComparer.Ordinal).Select(name => new Candidate(name, $"Namespace {name}"))];
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }
}
