namespace KindTools.LabTests;

public class ClusterTests
{
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void A_cluster_is_what_kind_says_it_is(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();

        var cluster = (KindCluster)Assert.Single(module.Run($"Get-KindCluster {lab.Cluster}")).BaseObject;

        Assert.Contains(lab.Cluster, lab.Run("kind", "get", "clusters"));
        Assert.Equal(lab.Run("kind", "get", "nodes", "--name", lab.Cluster).Split('\n').Order(), cluster.Nodes.Select(node => node.Name).Order());
        Assert.Equal(KindClusterState.Running, cluster.State);
        Assert.Equal("control-plane", cluster.Nodes[0].Role);
        Assert.Empty(module.Errors);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void A_node_tells_its_runtime_and_address(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();

        var nodes = module.Run($"Get-KindNode {lab.Cluster}").Select(node => (KindNode)node.BaseObject).ToList();

        Assert.Equal(lab.NodeCount, nodes.Count);
        Assert.All(nodes, node =>
        {
            Assert.Equal("containerd", node.ContainerRuntime);
            Assert.StartsWith(lab.ContainerdVersion, node.ContainerRuntimeVersion);
            Assert.Equal(lab.Docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", node.Name), node.Addresses[0].ToString());
            Assert.Equal(lab.Docker("inspect", "--format", "{{.Id}}", node.Name), node.ContainerId);
        });
    }

    [Fact]
    public void A_stopped_node_is_an_error_record_and_the_others_still_answer()
    {
        var lab = Lab.WithEngine("containerd");
        Assert.SkipUnless(lab.IsDisposable, "This is your own cluster; its nodes are left alone.");
        using var module = lab.OpenModule();
        var stopped = lab.NodeNames().Order(StringComparer.Ordinal).Last();
        lab.Build("kindtools-test/stopped:1", ("content", [1]));
        module.Run("Import-KindImage kindtools-test/stopped:1");

        lab.Docker("kill", stopped);
        try
        {
            var images = module.Run("Get-KindNodeImage kindtools-test/stopped:1");

            Assert.Equal(lab.NodeCount - 1, images.Count);
            var error = Assert.Single(module.Errors);
            Assert.StartsWith("NodeNotRunning,", error.FullyQualifiedErrorId);
            Assert.Contains($"docker start {stopped}", error.Exception.Message);
            Assert.Equal(KindClusterState.Partial, ((KindCluster)module.Run($"Get-KindCluster {lab.Cluster}")[0].BaseObject).State);
        }
        finally
        {
            lab.Docker("start", stopped);
        }
    }
}
