using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of pods, of the clusters, contexts and namespaces on the command line.</summary>
internal sealed class PodCompleter : ConnectionCompleter
{
    protected override async Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(Scopes(connection, boundParameters).Select(scope => new ClusterGlance(connection).PodsAsync(scope, cancellationToken))).ConfigureAwait(false);
        return found.SelectMany(pods => pods).Select(pod => new Candidate(pod.Name, $"{pod.State}, {Age.Format(pod.Created)} old, {(pod.Node is null ? "on no node yet" : $"on {pod.Node}")}, in namespace {pod.Namespace}"));
    }
}
