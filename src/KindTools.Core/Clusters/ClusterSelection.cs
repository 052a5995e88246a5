namespace KindTools.Core.Clusters;

/// <summary>Which clusters a user means. Contexts win over clusters; cmdlets let only one of the two be given.</summary>
/// <param name="Clusters">Names of kind clusters.</param>
/// <param name="Contexts">Names of contexts of the kubeconfig; empty when clusters are meant.</param>
public sealed record ClusterSelection(IReadOnlyList<NamePattern> Clusters, IReadOnlyList<NamePattern> Contexts);
