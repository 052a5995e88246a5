using System.Collections;
using KindTools.Core.Clusters;

namespace KindTools.Completion;

/// <summary>Completes names of namespaces, of the clusters or contexts on the command line.</summary>
public sealed class NamespaceCompleter : ConnectionCompleter
{
    private protected override async Task<IEnumerable<Candidate>> FindAsync(ClusterConnection connection, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var names = await connection.NamespacesAsync(cancellationToken).ConfigureAwait(false);
        return names.Order(StringComparer.Ordinal).Select(name => new Candidate(name, $"Namespace {name}"));
    }
}
