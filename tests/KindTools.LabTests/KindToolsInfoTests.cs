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

    [Fact]
    public void Nothing_of_the_kubeconfig_but_the_names_of_its_contexts_is_told()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var secrets = File.ReadAllLines(lab.Kubeconfig).Where(line => line.Contains("-data:", StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Trim()).ToList();

        var info = (KindToolsInfo)Assert.Single(module.Run("Get-KindToolsInfo")).BaseObject;
        var text = string.Join('\n', typeof(KindToolsInfo).GetProperties().Select(property => property.GetValue(info)).SelectMany(value => value as IEnumerable<string> ?? [value!.ToString()!]));

        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Contains("kind-" + lab.Cluster, text, StringComparison.Ordinal);
    }
}
