namespace KindTools;

/// <summary>A kind cluster: the containers that carry its name in the label <c>io.x-k8s.kind.cluster</c>.</summary>
public sealed record KindCluster
{
    /// <summary>The cluster's name, as in <c>kind create cluster --name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The same as <see cref="Name"/>, so that a cluster that is piped binds to -Cluster.</summary>
    public string Cluster => Name;

    /// <summary>Whether its nodes run.</summary>
    public required KindClusterState State { get; init; }

    /// <summary>Its nodes, control planes first. An external load balancer is not a node and not among them.</summary>
    public required IReadOnlyList<KindNode> Nodes { get; init; }

    /// <summary>The roles of its nodes, each once, in the order of <see cref="Nodes"/>.</summary>
    public IReadOnlyList<string> Roles => [.. Nodes.Select(node => node.Role).Distinct()];

    /// <summary>The image its nodes were made from, or null when they differ.</summary>
    public string? NodeImage { get; init; }

    /// <summary>
    /// The Kubernetes version of its first control plane, for example <c>v1.36.2</c> (from <c>/kind/version</c> on
    /// the node), or null when no node runs that could tell.
    /// </summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>Where the API server is published on this machine, or null when it is not.</summary>
    public Uri? ApiServer { get; init; }

    /// <summary>The context for it in the user's kubeconfig (<c>kind-NAME</c>), or null when there is none.</summary>
    public string? Context { get; init; }

    /// <summary>The cluster's name.</summary>
    public override string ToString() => Name;
}
