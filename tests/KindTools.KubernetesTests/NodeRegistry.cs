namespace KindTools.KubernetesTests;

/// <summary>Debian's docker-registry on a node, where containerd reaches it as localhost:5000, which it takes without TLS.</summary>
internal sealed class NodeRegistry : IDisposable
{
    public const string Host = "localhost:5000";

    private readonly Lab _lab;
    private readonly string _node;

    public NodeRegistry(Lab lab, string node)
    {
        (_lab, _node) = (lab, node);
        Assert.SkipUnless(File.Exists(lab.ToolPath("docker-registry")), "The lab's tools have no docker-registry.");
        lab.Docker("cp", lab.ToolPath("docker-registry"), $"{node}:/usr/local/bin/docker-registry");
        lab.OnNode(
            node, "sh", "-c", $"rm -rf /tmp/registry; printf 'version: 0.1\\nstorage: {{filesystem: {{rootdirectory: /tmp/registry}}}}\\nhttp: {{addr: \"{Host}\"}}\\n' >/tmp/registry.yml");
        lab.Docker("exec", "--detach", node, "sh", "-c", "echo $$ >/tmp/registry.pid; exec docker-registry serve /tmp/registry.yml >/tmp/registry.log 2>&1");
    }

    /// <summary>Gives it an image that the node has under a name of the registry's.</summary>
    public void Push(string image)
    {
        var complaint = "";
        ClusterObjects.Until(
            () =>
            {
                var failure = Record.Exception(() => _lab.OnNode(_node, "ctr", "--namespace", "k8s.io", "images", "push", "--plain-http", image));
                complaint = failure?.Message;
                return failure is null;
            },
            $"The registry does not take '{image}': {complaint}");
    }

    public void Dispose() => _lab.OnNode(_node, "sh", "-c", "kill $(cat /tmp/registry.pid); rm -rf /tmp/registry /tmp/registry.* /usr/local/bin/docker-registry");
}
