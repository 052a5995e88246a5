using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public sealed class NodeFinderTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Nodes_come_by_cluster_control_planes_first_and_numbers_as_numbers()
    {
        _engine.Containers.AddRange(
        [
            Kind.Container("kind-worker10"),
            Kind.Container("kind-worker2"),
            Kind.Container("kind-worker"),
            Kind.Container("kind-control-plane2", role: "control-plane"),
            Kind.Container("kind-control-plane", role: "control-plane"),
            Kind.Container("dev-worker", "dev"),
            Kind.Container("dev-control-plane", "dev", "control-plane"),
        ]);

        Assert.Equal(
            ["dev-control-plane", "dev-worker", "kind-control-plane", "kind-control-plane2", "kind-worker", "kind-worker2", "kind-worker10"],
            await FindAsync([], []));
    }

    [Fact]
    public async Task The_load_balancer_is_no_node()
    {
        _engine.Containers.AddRange([Kind.Container("kind-external-load-balancer", role: "external-load-balancer"), Kind.Container("kind-control-plane", role: "control-plane")]);

        Assert.Equal(["kind-control-plane"], await FindAsync([], []));
        Assert.Empty(await FindAsync([], ["kind-external-load-balancer"]));
        Assert.Equal("NodeNotFound", Assert.Single(_log.Errors).ErrorId);
    }

    [Theory]
    [InlineData("kind", "", "kind-control-plane,kind-worker")]
    [InlineData("KIND", "", "kind-control-plane,kind-worker")]
    [InlineData("k*", "", "kind-control-plane,kind-worker")]
    [InlineData("none*", "", "")]
    [InlineData("kind,dev", "", "dev-control-plane,kind-control-plane,kind-worker")]
    [InlineData("", "*-control-plane", "dev-control-plane,kind-control-plane")]
    [InlineData("", "kind-worker", "kind-worker")]
    [InlineData("dev", "kind-w*", "")]
    public async Task Names_and_wildcards_choose_without_a_word(string clusters, string nodes, string expected)
    {
        TwoClusters();

        Assert.Equal(expected, string.Join(',', await FindAsync(clusters.Split(',', StringSplitOptions.RemoveEmptyEntries), nodes.Split(',', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_reported_with_those_there_are_and_the_others_go_on()
    {
        TwoClusters();

        Assert.Equal(["dev-control-plane"], await FindAsync(["king", "dev"], []));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(("ClusterNotFound", FailureCategory.ObjectNotFound, "king"), (error.ErrorId, error.Category, error.Target));
        Assert.Contains("'king'", error.Message, StringComparison.Ordinal);
        Assert.Contains("There are: dev, kind.", error.Message, StringComparison.Ordinal);
        Assert.Contains("KIND_CLUSTER_NAME", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_cluster_the_report_says_how_to_make_one()
    {
        Assert.Empty(await FindAsync(["kind"], []));

        Assert.Contains("There is none. 'kind create cluster' makes one.", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_in_another_cluster_is_reported_with_those_of_the_cluster()
    {
        TwoClusters();

        Assert.Empty(await FindAsync(["dev"], ["kind-worker"]));

        var error = Assert.Single(_log.Errors);
        Assert.Equal(("NodeNotFound", FailureCategory.ObjectNotFound, "kind-worker"), (error.ErrorId, error.Category, error.Target));
        Assert.Contains("There is: dev-control-plane.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("running", KindNodeState.Running)]
    [InlineData("paused", KindNodeState.Paused)]
    [InlineData("restarting", KindNodeState.Restarting)]
    [InlineData("exited", KindNodeState.Stopped)]
    [InlineData("created", KindNodeState.Stopped)]
    [InlineData("dead", KindNodeState.Stopped)]
    [InlineData("removing", KindNodeState.Stopped)]
    [InlineData("stopping", KindNodeState.Stopped)]
    public void The_engines_word_becomes_a_state(string word, KindNodeState state) =>
        Assert.Equal(state, NodeFinder.Describe(Kind.Container("kind-worker", state: word)).State);

    [Fact]
    public void A_node_is_described_by_its_container()
    {
        var node = NodeFinder.Describe(Kind.Container("dev-worker", "dev", image: "kindest/node:v1.36.2"));

        Assert.Equal(("dev", "dev-worker", "worker", "kindest/node:v1.36.2"), (node.Cluster, node.Name, node.Role, node.NodeImage));
        Assert.Equal(("id-dev-worker", Kind.Created), (node.ContainerId, node.Created));
        Assert.Equal(["172.18.0.2"], node.Addresses.Select(address => address.ToString()));
    }

    [Theory]
    [InlineData(null, "kind")]
    [InlineData("", "kind")]
    [InlineData("dev", "dev")]
    public void The_default_cluster_is_kinds_own(string? variable, string cluster) =>
        Assert.Equal(cluster, NodeFinder.DefaultCluster(new EngineEnvironment { Variable = name => name == "KIND_CLUSTER_NAME" ? variable : null }));

    private void TwoClusters() => _engine.Containers.AddRange(
    [
        Kind.Container("kind-control-plane", role: "control-plane"), Kind.Container("kind-worker"), Kind.Container("dev-control-plane", "dev", "control-plane"),
    ]);

    private async Task<IEnumerable<string>> FindAsync(string[] clusters, string[] names) =>
        (await new NodeFinder(_engine).FindAsync(Kind.Patterns(clusters), Kind.Patterns(names), _log, TestContext.Current.CancellationToken)).Select(node => node.Name);
}
