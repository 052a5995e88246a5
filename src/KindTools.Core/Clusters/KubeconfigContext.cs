namespace KindTools.Core.Clusters;

/// <summary>A context of the kubeconfig, as far as it can be understood.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">The address of its cluster's API server, or null.</param>
/// <param name="Namespace">The namespace that it sets, or null.</param>
/// <param name="IsCurrent">kubectl would take it now.</param>
public sealed record KubeconfigContext(string Name, string? Server, string? Namespace, bool IsCurrent);
