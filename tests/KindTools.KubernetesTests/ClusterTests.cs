namespace KindTools.KubernetesTests;

/// <summary>What only a cluster with Kubernetes tells of itself.</summary>
public class ClusterTests
{
    [Fact]
    public void Kubernetes_version_API_server_and_context_are_told()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();

        var cluster = (KindCluster)Assert.Single(module.Run($"Get-KindCluster {lab.Cluster}")).BaseObject;

        Assert.Equal(lab.OnNode(cluster.Nodes[0].Name, "cat", "/kind/version"), cluster.KubernetesVersion);
        Assert.Equal("kind-" + lab.Cluster, cluster.Context);
        Assert.Equal(lab.Run("kubectl", "config", "view", "--output", "jsonpath={.clusters[0].cluster.server}"), cluster.ApiServer!.GetLeftPart(UriPartial.Authority));
    }
}
