namespace KindTools.KubernetesTests;

/// <summary>Another kind cluster in the same engine: one node, of which only containerd runs.</summary>
internal sealed class OtherCluster : IDisposable
{
    private readonly Lab _lab;

    public OtherCluster(Lab lab, string name)
    {
        _lab = lab;
        Name = name;
        Dispose();
        var image = lab.Docker("inspect", "--format", "{{.Config.Image}}", lab.NodeNames()[0]);
        lab.Docker(
            "run", "--detach", "--name", name, "--network", "kind", "--privileged", "--cgroupns", "private", "--tmpfs", "/tmp", "--tmpfs", "/run", "--volume", "/var",
            "--label", "io.x-k8s.kind.cluster=" + name, "--label", "io.x-k8s.kind.role=control-plane", "--entrypoint", "containerd", image);
    }

    /// <summary>The cluster's name, and the node's.</summary>
    public string Name { get; }

    /// <summary>Waits until containerd answers on it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Record.Exception(() => _lab.OnNode(Name, "ctr", "version")) is not null) await Task.Delay(50, cancellationToken);
    }

    public void Dispose() => _lab.Docker("rm", "--force", "--volumes", Name);
}
