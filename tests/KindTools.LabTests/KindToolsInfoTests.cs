namespace KindTools.LabTests;

/// <summary>The support output of real engines.</summary>
public class KindToolsInfoTests
{
    [Theory]
    [InlineData("containerd", "Docker 28.", "containerd (overlayfs)")]
    [InlineData("classic", "Docker 28.", "classic (overlay2)")]
    [InlineData("legacy", "Docker 20.", "classic (overlay2)")]
    public void Engine_store_and_nodes_are_told(string engine, string version, string store)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();

        var info = (KindToolsInfo)Assert.Single(module.Run("Get-KindToolsInfo")).BaseObject;

        Assert.Empty(module.Errors);
        Assert.Equal([], info.Remarks);
        Assert.Equal(lab.DockerHost + " (DOCKER_HOST)", info.Engine);
        Assert.StartsWith(version, info.EngineVersion, StringComparison.Ordinal);
        Assert.Contains("linux/", info.EngineVersion, StringComparison.Ordinal);
        Assert.Equal(store, info.ImageStore);
        var cluster = Assert.Single(info.Clusters, line => line.StartsWith(lab.Cluster + ": ", StringComparison.Ordinal));
        Assert.Matches($@"^\S+ {lab.NodeCount} of {lab.NodeCount} nodes running, Kubernetes .+, containerd {lab.ContainerdVersion}\S*, linux/\w+$", cluster);
    }
}
