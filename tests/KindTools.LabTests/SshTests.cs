using System.Security.Cryptography;

namespace KindTools.LabTests;

/// <summary>A real engine behind a real OpenSSH server, by DOCKER_HOST=ssh://.</summary>
public class SshTests
{
    [Fact]
    public void Nodes_and_their_images_are_the_same_by_ssh_as_by_the_socket()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        module.Run($"Import-KindImage {Lab.BaseImage}"); // Nodes without Kubernetes may have none.
        var expected = module.Run("Get-KindNodeImage * | ForEach-Object { \"$($_.Node) $($_.Image) $($_.ImageId)\" }").Select(line => line.ToString()).ToList();
        using var host = new SshHost(lab);
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);

        var seen = module.Run("Get-KindNodeImage * | ForEach-Object { \"$($_.Node) $($_.Image) $($_.ImageId)\" }").Select(line => line.ToString());

        Assert.Empty(module.Errors);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, seen);
        AssertNothingRuns(host);
    }

    /// <summary>By the loopback address, as the engine is on this machine; by a relay, whose raw connection goes through ssh, where it is not.</summary>
    [Theory]
    [InlineData(false, ImageTransferWay.Push)]
    [InlineData(true, ImageTransferWay.Relay)]
    public void An_image_arrives_on_every_node(bool remote, ImageTransferWay way)
    {
        var lab = remote ? Lab.Remote() : Lab.WithEngine("containerd");
        var name = $"kindtools-test/by-ssh-{way}:1".ToLowerInvariant();
        lab.Build(name, ("content", RandomNumberGenerator.GetBytes(5_000_000)));
        using var module = lab.OpenModule();
        using var host = new SshHost(lab);
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);

        var results = module.Run($"Import-KindImage {name}").Select(result => (ImageImportResult)result.BaseObject).ToList();

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeNames().Order(), results.Select(result => result.Node).Order());
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, way), (result.Status, result.Way)));
        Assert.All(lab.NodeNames(), node => Assert.Matches(
            @"complete \(\d+/\d+\)", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "check", "name==docker.io/" + name)));
        AssertNothingRuns(host);
    }

    [Fact]
    public void The_support_output_tells_the_engine_behind_it_and_not_the_user()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        using var host = new SshHost(lab);
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);

        var info = (KindToolsInfo)Assert.Single(module.Run("Get-KindToolsInfo")).BaseObject;

        Assert.Equal($"ssh://127.0.0.1:{host.Port} (DOCKER_HOST)", info.Engine);
        Assert.Equal("containerd (overlayfs)", info.ImageStore);
        Assert.Equal([], info.Remarks);
    }

    [Fact]
    public void What_keeps_ssh_out_is_told()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        using var host = new SshHost(lab);
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);

        host.Use("other_key");
        Fails("Permission denied (publickey");
        host.Use("user_key");
        host.Trust("other_key");
        Fails("Host key verification failed");
        host.Trust("host_key");
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address + "/nowhere/docker.sock");
        Fails("/nowhere/docker.sock");
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);
        host.Stop();
        Fails("Connection refused");
        AssertNothingRuns(host);

        void Fails(string words)
        {
            module.Run("Get-KindNode");

            var error = Assert.Single(module.Errors);
            Assert.StartsWith("EngineNotReachable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
            Assert.Contains($"'ssh -l root -p {host.Port} 127.0.0.1 docker version' must succeed", error.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CtrlC_ends_what_waits_on_a_node_and_every_ssh()
    {
        var lab = Lab.WithEngine("containerd");
        lab.Build("kindtools-test/by-ssh-stopped:1", ("content", RandomNumberGenerator.GetBytes(100_000_000)));
        using var module = lab.OpenModule();
        using var host = new SshHost(lab);
        Environment.SetEnvironmentVariable("DOCKER_HOST", host.Address);
        var token = TestContext.Current.CancellationToken;

        var importing = Task.Run(() => Record.Exception(() => module.Run("Import-KindImage kindtools-test/by-ssh-stopped:1")), token);
        await Importing.UntilAsync(() => host.Connections >= 3, importing);
        module.Shell.Stop();
        await importing.WaitAsync(token);

        AssertNothingRuns(host);
    }

    private static void AssertNothingRuns(SshHost host)
    {
        for (var i = 0; host.Running.Count > 0 && i < 100; i++) Thread.Sleep(20); // Killed, and on their way.
        Assert.Empty(host.Running);
    }
}
