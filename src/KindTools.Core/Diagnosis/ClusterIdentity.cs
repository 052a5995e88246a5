namespace KindTools.Core.Diagnosis;

/// <summary>How a cluster is called.</summary>
/// <param name="Cluster">The kind cluster, or null.</param>
/// <param name="Context">The context, or null.</param>
internal sealed record ClusterIdentity(string? Cluster, string? Context);
