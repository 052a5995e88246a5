namespace KindTools.KubernetesTests;

/// <summary>The admission plugin AlwaysPullImages, switched on in a lab's API server until it is disposed of.</summary>
internal sealed class AlwaysPullImages : IDisposable
{
    // What stands there is added to the arguments at the next start; the lab itself writes none.
    private const string ArgumentsFile = "/etc/kubernetes/kube-apiserver.args";

    private readonly Lab _lab;
    private readonly string _node;

    public AlwaysPullImages(Lab lab)
    {
        Assert.SkipUnless(lab.IsDisposable, "This is your own cluster; its API server is left alone.");
        (_lab, _node) = (lab, lab.NodeNames().Single(node => node.EndsWith("-control-plane", StringComparison.Ordinal)));
        Restart($"echo --enable-admission-plugins=AlwaysPullImages >{ArgumentsFile}");
    }

    public void Dispose() => Restart($"rm -f {ArgumentsFile}");

    private void Restart(string change)
    {
        _lab.OnNode(_node, "sh", "-c", $"{change}; kill -9 $(cat /run/lab/kube-apiserver.pid); while kubectl get --raw /readyz --request-timeout 1s; do sleep 0.1; done >/dev/null 2>&1");
        ClusterObjects.Until(() => Record.Exception(() => _lab.Run("kubectl", "get", "--raw", "/readyz")) is null, "The API server does not come back.");
    }
}
