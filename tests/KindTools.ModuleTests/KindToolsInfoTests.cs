namespace KindTools.ModuleTests;

/// <summary>What a bug report is asked to hold.</summary>
[Collection(EnvironmentCollection.Name)]
public class KindToolsInfoTests
{
    [Fact]
    public void The_engine_that_answers_and_its_clusters_are_told()
    {
        using var api = new FakeDockerApi();
        using var module = new EngineModule(api.Address);

        var info = Assert.Single(module.Run("Get-KindToolsInfo")).Properties;

        Assert.Empty(module.Streams.Error);
        Assert.Equal($"{api.Address} (DOCKER_HOST)", info["Engine"].Value);
        Assert.Equal([$"{api.Address} (DOCKER_HOST): answers"], (IEnumerable<string>)info["EnginesTried"].Value);
        Assert.Equal("not known: it does not say", info["EngineVersion"].Value); // This one knows nothing of itself.
        Assert.Equal(
            ["p1: 2 of 2 nodes running, Kubernetes of unknown version, containerd 2.1.9, unknown platform"], (IEnumerable<string>)info["Clusters"].Value);
    }

    [Fact]
    public void What_PowerShell_and_the_module_are_is_told()
    {
        using var module = new EngineModule(EngineModule.Nowhere);

        var info = Assert.Single(module.Run("Get-KindToolsInfo")).Properties;

        Assert.Equal("0.1.0-preview1", info["Version"].Value);
        Assert.Matches(@"^\d+\.\d+\.\d+\S* Core$", (string)info["PowerShell"].Value);
        Assert.Contains((IEnumerable<string>)info["Dependencies"].Value, line => line.StartsWith("YamlDotNet 18.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("unix:///nowhere/docker.sock", "there is no such socket")]
    [InlineData("tcp://me:hunter2@127.0.0.1:1", "refused")]
    [InlineData("nonsense", "")]
    public void Without_an_engine_it_is_a_report_and_no_error(string dockerHost, string said)
    {
        using var environment = new EngineModule(dockerHost, import: false);
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);

        module.Run("Get-KindToolsInfo | Out-Default");

        var text = host.Plain;
        Assert.Empty(module.Errors);
        Assert.Empty(module.Warnings);
        Assert.Contains("none answers", text, StringComparison.Ordinal);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains("DOCKER_HOST", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_prints_a_list_that_can_be_pasted()
    {
        using var environment = new EngineModule("unix:///nowhere/docker.sock", import: false);
        var host = new PrintingHost(width: 100);
        using var module = new Module(host: host);

        module.Run("Get-KindToolsInfo | Out-Default");

        var printed = host.Plain;
        Assert.Matches(@"(?m)^KindTools\s+: 0\.1\.0-preview1$", printed);
        Assert.Matches(@"(?m)^Dependencies\s+: DiffPlex 1\.\S+\r?\n\s+Docker\.DotNet 4\.", printed);
        Assert.Matches(@"(?m)^Contexts\s+: none named kind-\*$", printed);
        Assert.All(printed.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }
}
