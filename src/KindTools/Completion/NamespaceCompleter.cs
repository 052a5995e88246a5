using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of namespaces, of the clusters or contexts on the command line.</summary>
internal sealed class NamespaceCompleter : ConnectionCompleter
{
    protected override async Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var spaces = await new ClusterGlance(connection).NamespacesAsync(cancellationToken).ConfigureAwait(false);
        return spaces.Select(space => new Candidate(space.Name, $"{space.State}, {Age.Format(space.Created)} old, of {connection.Context}"));
    }
}
