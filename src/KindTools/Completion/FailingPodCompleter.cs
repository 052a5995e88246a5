using System.Collections;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;

namespace KindTools.Completion;

/// <summary>Completes names of pods that wait for their image, of the clusters, contexts and namespaces on the command line.</summary>
internal sealed class FailingPodCompleter : ConnectionCompleter
{
    protected override async Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(Scopes(connection, boundParameters)
            .Select(scope => new PodPullFailureFinder(connection, SilentLog.Instance).ListWaitingAsync(scope, cancellationToken))).ConfigureAwait(false);
        return found.SelectMany(pods => pods).Select(pod => new Candidate(pod.Name, $"{pod.Reason} of {pod.Image}{(pod.Node is null ? "" : $" on {pod.Node}")}, in namespace {pod.Namespace}"));
    }
}
