namespace KindTools.LabTests;

/// <summary>A cluster of one node whose image is the lab's but for one change.</summary>
internal sealed class OddNode : IDisposable
{
    private readonly Lab _lab;

    /// <summary>Starts it; <paramref name="change"/> is a command of the image's shell.</summary>
    public OddNode(Lab lab, string name, string change)
    {
        _lab = lab;
        Name = name;
        using var context = new TemporaryFolder();
        File.WriteAllLines(context["Dockerfile"], [$"FROM {lab.Docker("inspect", "--format", "{{.Config.Image}}", lab.NodeNames()[0])}", $"RUN {change}"]);
        lab.Docker("build", "--quiet", "--tag", "kindtools-test/" + name, context.Path);
        lab.Docker(
            "run", "--detach", "--name", name, "--hostname", name, "--net", "kind", "--tty", "--privileged", "--cgroupns", "private",
            "--label", "io.x-k8s.kind.cluster=" + name, "--label", "io.x-k8s.kind.role=control-plane",
            "--tmpfs", "/tmp", "--tmpfs", "/run", "--volume", "/var", "--env", "ROLE=control-plane", "--env", "NODE_NAME=" + name, "kindtools-test/" + name);
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
