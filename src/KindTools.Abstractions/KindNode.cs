using System.Net;

namespace KindTools;

/// <summary>A node of a kind cluster: one container.</summary>
public sealed record KindNode
{
    /// <summary>The cluster that the node belongs to.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node's name, which is its container's and, in Kubernetes, its own.</summary>
    public required string Name { get; init; }

    /// <summary>The same as <see cref="Name"/>, so that a node that is piped binds to -Node.</summary>
    public string Node => Name;

    /// <summary><c>control-plane</c> or <c>worker</c> (label <c>io.x-k8s.kind.role</c>).</summary>
    public required string Role { get; init; }

    /// <summary>What its container is doing.</summary>
    public required KindNodeState State { get; init; }

    /// <summary>The container's addresses, IPv4 first; none while it is stopped.</summary>
    public required IReadOnlyList<IPAddress> Addresses { get; init; }

    /// <summary>The image the node was made from, for example <c>kindest/node:v1.36.2</c>.</summary>
    public required string NodeImage { get; init; }

    /// <summary>The node's container runtime, <c>containerd</c>; null while the node does not run.</summary>
    public string? ContainerRuntime { get; init; }

    /// <summary>The runtime's version, for example <c>2.1.9</c>; null while the node does not run.</summary>
    public string? ContainerRuntimeVersion { get; init; }

    /// <summary>The node's Kubernetes version (<c>/kind/version</c>), or null when it does not tell.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>The id of its container in the engine.</summary>
    public required string ContainerId { get; init; }

    /// <summary>When its container was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The node's name.</summary>
    public override string ToString() => Name;
}
