using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public sealed class ClusterReaderTests : IDisposable
{
    private readonly FakeEngine _engine = new()
    {
        Exec = (_, _) => FakeEngine.Says("containerd github.com/containerd/containerd/v2 v2.1.9 1a2b3c\nv1.36.2\n"),
    };

    private readonly RecordingLog _log = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("running", "running", KindClusterState.Running)]
    [InlineData("running", "exited", KindClusterState.Partial)]
    [InlineData("running", "paused", KindClusterState.Partial)]
    [InlineData("exited", "exited", KindClusterState.Stopped)]
    [InlineData("paused", "paused", KindClusterState.Stopped)]
    public async Task A_cluster_runs_when_all_of_its_nodes_do(string controlPlane, string worker, KindClusterState state)
    {
        Containers(Kind.Container("kind-control-plane", role: "control-plane", state: controlPlane), Kind.Container("kind-worker", state: worker));

        Assert.Equal(state, Assert.Single(await ReadAsync()).State);
    }

    [Fact]
    public async Task A_stopped_load_balancer_does_not_count()
    {
        Containers(Kind.Container("kind-control-plane", role: "control-plane"), Kind.Container("kind-external-load-balancer", role: "external-load-balancer", state: "exited"));

        var cluster = Assert.Single(await ReadAsync());

        Assert.Equal(KindClusterState.Running, cluster.State);
        Assert.Equal(["kind-control-plane"], cluster.Nodes.Select(node => node.Name));
    }

    [Theory]
    [InlineData("127.0.0.1", "https://127.0.0.1:40001/")]
    [InlineData("0.0.0.0", "https://127.0.0.1:40001/")]
    [InlineData("::", "https://127.0.0.1:40001/")]
    [InlineData("", "https://127.0.0.1:40001/")]
    [InlineData("::1", "https://[::1]:40001/")]
    [InlineData("192.0.2.7", "https://192.0.2.7:40001/")]
    public async Task The_API_server_is_where_its_port_is_published(string host, string address)
    {
        Containers(Kind.Container("kind-control-plane", role: "control-plane", ports: [new PublishedPort(30080, host, 8080), new PublishedPort(6443, host, 40001)]));

        Assert.Equal(address, Assert.Single(await ReadAsync()).ApiServer?.ToString());
    }

    [Fact]
    public async Task With_a_load_balancer_its_port_is_the_API_servers()
    {
        Containers(
            Kind.Container("kind-control-plane", role: "control-plane", ports: new PublishedPort(6443, "127.0.0.1", 40001)),
            Kind.Container("kind-control-plane2", role: "control-plane", ports: new PublishedPort(6443, "127.0.0.1", 40002)),
            Kind.Container("kind-external-load-balancer", role: "external-load-balancer", ports: new PublishedPort(6443, "127.0.0.1", 40003)));

        Assert.Equal("https://127.0.0.1:40003/", Assert.Single(await ReadAsync()).ApiServer?.ToString());
    }

    [Fact]
    public async Task A_cluster_whose_port_is_not_published_has_no_API_server_here()
    {
        Containers(Kind.Container("kind-control-plane", role: "control-plane", state: "exited"));

        Assert.Null(Assert.Single(await ReadAsync()).ApiServer);
    }

    [Theory]
    [InlineData("contexts: [{name: kind-dev}]", "kind-dev")]
    [InlineData("contexts: [{name: dev}, {name: kind-other}]", null)]
    [InlineData("", null)]
    public async Task The_context_is_told_only_when_the_kubeconfig_has_it(string kubeconfig, string? context)
    {
        Containers(Kind.Container("dev-control-plane", "dev", "control-plane"));

        Assert.Equal(context, Assert.Single(await ReadAsync(kubeconfig)).Context);
    }

    [Fact]
    public async Task The_version_is_that_of_the_first_node_that_tells()
    {
        _engine.Exec = (id, _) => FakeEngine.Says(id == "id-kind-control-plane" ? "x\nv1.36.2\n" : "x\nv1.35.0\n");
        Containers(Kind.Container("kind-worker"), Kind.Container("kind-control-plane", role: "control-plane"));

        Assert.Equal("v1.36.2", Assert.Single(await ReadAsync()).KubernetesVersion);
    }

    [Fact]
    public async Task Nodes_of_different_images_have_none_in_common()
    {
        Containers(Kind.Container("one-worker", "one"), Kind.Container("two-worker", "two"), Kind.Container("two-worker2", "two", image: "kindest/node:v1.35.0"));

        Assert.Equal([("one", "kindest/node:v1.36.2"), ("two", null)], (await ReadAsync()).Select(cluster => (cluster.Name, cluster.NodeImage)));
    }

    [Fact]
    public async Task Roles_come_once_each()
    {
        Containers(Kind.Container("kind-worker"), Kind.Container("kind-worker2"), Kind.Container("kind-control-plane", role: "control-plane"));

        Assert.Equal(["control-plane", "worker"], Assert.Single(await ReadAsync()).Roles);
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_reported()
    {
        Assert.Empty(await new ClusterReader(_engine, new Kubeconfig([])).ReadAsync(Kind.Patterns("none"), _log, TestContext.Current.CancellationToken));
        Assert.Equal("ClusterNotFound", Assert.Single(_log.Errors).ErrorId);
    }

    private void Containers(params EngineContainer[] containers) => _engine.Containers.AddRange(containers);

    private Task<IReadOnlyList<KindCluster>> ReadAsync(string kubeconfig = "") =>
        new ClusterReader(_engine, new Kubeconfig([_folder.Write("config", kubeconfig)])).ReadAsync([], _log, TestContext.Current.CancellationToken);
}
