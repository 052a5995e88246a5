namespace KindTools.Core.Clusters;

/// <summary>Which clusters a user means. Contexts win over clusters; cmdlets let only one of the two be given.</summary>
/// <param name="Clusters">Names of kind clusters.</param>
/// <param name="Contexts">Names of contexts of the kubeconfig; empty when clusters are meant.</param>
public sealed record ClusterSelection(IReadOnlyList<NamePattern> Clusters, IReadOnlyList<NamePattern> Contexts)
{
    /// <summary>What is meant where either may be given in one parameter set.</summary>
    /// <param name="clusters">The clusters given, else the default.</param>
    /// <param name="contexts">The contexts given.</param>
    /// <param name="areClustersGiven">Whether the user named clusters.</param>
    /// <exception cref="KindToolsException">Both were given.</exception>
    public static ClusterSelection From(IReadOnlyList<NamePattern> clusters, IReadOnlyList<NamePattern> contexts, bool areClustersGiven) =>
        areClustersGiven && contexts.Count > 0
            ? throw new KindToolsException(
                "ClusterAndContextGiven", FailureCategory.InvalidArgument, "-Cluster names kind clusters and -Context names contexts of the kubeconfig: give one of the two.")
            : new ClusterSelection(contexts.Count > 0 ? [] : clusters, contexts);
}
