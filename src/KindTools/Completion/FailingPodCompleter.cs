using System.Collections;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Completion;

/// <summary>Completes names of pods that wait for their image, of the clusters, contexts and namespaces on the command line.</summary>
public sealed class FailingPodCompleter : PatientCompleter
{
    private protected override async Task<IReadOnlyList<Candidate>> FindAsync(IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var contexts = NamePatterns.From(Bound(boundParameters, "Context"));
        var clusters = NamePatterns.From(Bound(boundParameters, "Cluster") ?? [NodeFinder.DefaultCluster(EngineEnvironment.Current)]);

        // Without the engine, as NamespaceCompleter.
        var connections = await new ClusterFinder(engine: null, ContextCompleter.KubeconfigOf(boundParameters))
            .ConnectAsync(new ClusterSelection(clusters, contexts), SilentLog.Instance, cancellationToken).ConfigureAwait(false);
        try
        {
            var scopes = connections.SelectMany(connection => Namespaces(boundParameters, connection).Select(space => (connection, scope: new ListScope(space))));
            var found = await Task.WhenAll(scopes.Select(pair => new PodPullFailureFinder(pair.connection, SilentLog.Instance).ListWaitingAsync(pair.scope, cancellationToken))).ConfigureAwait(false);
            return [.. found.SelectMany(pods => pods).Select(pod => new Candidate(pod.Name, $"{pod.Reason} in namespace {pod.Namespace}"))];
        }
        finally
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }

    private static string?[] Namespaces(IDictionary boundParameters, ClusterConnection connection) =>
        boundParameters.Contains("AllNamespaces") ? [null] : [.. Bound(boundParameters, "Namespace") ?? [connection.DefaultNamespace]];
}
