using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of pods, of the clusters, contexts and namespaces on the command line.</summary>
public sealed class PodCompleter : ConnectionCompleter
{
    private protected override async Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(Scopes(connection, boundParameters).Select(scope => connection.PodNamesAsync(scope, cancellationToken))).ConfigureAwait(false);
        return found.SelectMany(pods => pods).Select(pod => new Candidate(pod.Name, $"Pod in namespace {pod.Namespace}"));
    }
}
