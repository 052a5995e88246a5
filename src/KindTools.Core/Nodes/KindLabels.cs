namespace KindTools.Core.Nodes;

/// <summary>The labels that make a container part of a kind cluster (kind <c>pkg/cluster/internal/providers/common</c>).</summary>
internal static class KindLabels
{
    public const string Cluster = "io.x-k8s.kind.cluster";
    public const string Role = "io.x-k8s.kind.role";
    public const string ControlPlane = "control-plane";

    /// <summary>The proxy in front of several control planes: no Kubernetes node, holds no images.</summary>
    public const string LoadBalancer = "external-load-balancer";
}
