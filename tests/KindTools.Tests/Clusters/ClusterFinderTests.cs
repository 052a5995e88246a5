using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Clusters;

public sealed class ClusterFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly FakeApiServer _server = new((_, _) => FakeAnswer.Pods(""));
    private readonly FakeEngine _engine = new();

    public ClusterFinderTests()
    {
        _engine.Containers.Add(Kind.Container("dev-control-plane", "dev", "control-plane"));
        _engine.Containers.Add(Kind.Container("dev-worker", "dev"));
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_kind_cluster_is_reached_by_its_context_and_knows_its_nodes()
    {
        using var connection = Assert.Single(await ConnectAsync(_engine, Config("kind-dev", "prod"), clusters: ["dev"]));

        Assert.Equal(("kind-dev", "dev", "v1.34.0", "default"), (connection.Context, connection.Cluster, connection.ServerVersion, connection.DefaultNamespace));
        Assert.Equal(["dev-control-plane", "dev-worker"], connection.Nodes.Select(node => node.Name));
        Assert.Same(_engine, connection.Engine);
    }

    [Fact]
    public async Task A_context_of_a_kind_cluster_knows_its_nodes_too()
    {
        using var connection = Assert.Single(await ConnectAsync(_engine, Config("kind-dev", "prod"), contexts: ["kind-*"]));

        Assert.Equal("dev", connection.Cluster);
    }

    [Fact]
    public async Task Another_context_has_no_nodes_to_look_into()
    {
        using var connection = Assert.Single(await ConnectAsync(_engine, Config("kind-dev", "prod"), contexts: ["prod"]));

        Assert.Null(connection.Cluster);
        Assert.Null(connection.Engine);
        Assert.Empty(connection.Nodes);
    }

    [Fact]
    public async Task Without_an_engine_the_context_of_a_kind_cluster_will_do()
    {
        using var connection = Assert.Single(await ConnectAsync(engine: null, Config("kind-dev", "prod"), clusters: ["dev"]));

        Assert.Equal("kind-dev", connection.Context);
        Assert.Empty(connection.Nodes);
    }

    [Fact]
    public async Task Without_a_context_the_kubeconfig_is_read_from_the_control_plane()
    {
        const int Port = 1; // Nobody listens there: that it was tried shows what was read.
        _engine.Containers[0] = Kind.Container("dev-control-plane", "dev", "control-plane", ports: new PublishedPort(6443, "0.0.0.0", Port));
        _engine.Exec = (container, command) => (container, command[2]) == ("id-dev-control-plane", "cat /etc/kubernetes/admin.conf")
            ? FakeEngine.Says(
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: dev, cluster: {server: "https://dev-control-plane:6443"}}]
                contexts: [{name: kubernetes-admin@dev, context: {cluster: dev, user: kubernetes-admin}}]
                current-context: kubernetes-admin@dev
                users: [{name: kubernetes-admin, user: {token: s3cret}}]
                """)
            : FakeEngine.Fails(1, "unexpected");

        Assert.Empty(await ConnectAsync(_engine, Config("prod"), clusters: ["dev"]));
        var failure = Assert.Single(_log.Errors);
        Assert.Equal("ApiServerNotReachable", failure.ErrorId);
        Assert.Contains($"context 'kind-dev' (https://127.0.0.1:{Port})", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_whose_API_server_is_not_published_cannot_be_reached()
    {
        _engine.Exec = (_, _) => FakeEngine.Says("clusters: [{name: dev, cluster: {server: x}}]");

        Assert.Empty(await ConnectAsync(_engine, Config("prod"), clusters: ["dev"]));
        Assert.Equal("ApiServerNotPublished", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task A_context_that_does_not_exist_is_reported_with_those_that_do_and_the_others_go_on()
    {
        var connections = await ConnectAsync(_engine, Config("kind-dev", "prod"), contexts: ["staging", "prod", "x*"]);

        Assert.Equal("prod", Assert.Single(connections).Context);
        var failure = Assert.Single(_log.Errors);
        Assert.Equal("ContextNotFound", failure.ErrorId);
        Assert.Contains("There are: kind-dev, prod.", failure.Message, StringComparison.Ordinal);
        connections[0].Dispose();
    }

    [Fact]
    public async Task A_cluster_that_does_not_exist_is_reported_with_those_that_do()
    {
        Assert.Empty(await ConnectAsync(_engine, Config("prod"), clusters: ["test"]));

        var failure = Assert.Single(_log.Errors);
        Assert.Equal("ClusterNotFound", failure.ErrorId);
        Assert.Contains("There is: dev.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_spread_over_several_files_belongs_together()
    {
        var one = _folder.Write("one", "contexts: [{name: prod, context: {cluster: prod, user: me, namespace: shop}}]");
        var two = _folder.Write("two", $"clusters: [{{name: prod, cluster: {{server: \"{_server.Address}\"}}}}]\nusers: [{{name: me, user: {{token: first}}}}]");
        var three = _folder.Write("three", "users: [{name: me, user: {token: second}}]");

        using var connection = Assert.Single(await ConnectAsync(_engine, new Kubeconfig([one, Path.Combine(_folder.Path, "none"), two, three]), contexts: ["prod"]));
        Assert.Equal("shop", connection.DefaultNamespace);
        Assert.Contains("Bearer first", Assert.Single(_server.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_in_a_file_are_relative_to_its_own_folder()
    {
        _folder.Write("a/config", "clusters: [{name: a, cluster: {certificate-authority: ca.crt}}]\nusers: [{name: u, user: {exec: {command: ./bin/plugin}}}, {name: v, user: {exec: {command: plugin}}}]");
        _folder.Write("b/config", "clusters: [{name: b, cluster: {certificate-authority: ca.crt}}]");

        var config = new Kubeconfig([Path.Combine(_folder.Path, "a/config"), Path.Combine(_folder.Path, "b/config")]).Load();

        Assert.Equal(
            [Path.Combine(_folder.Path, "a", "ca.crt"), Path.Combine(_folder.Path, "b", "ca.crt")],
            config.Clusters.Select(cluster => cluster.ClusterEndpoint.CertificateAuthority));
        Assert.Equal([Path.Combine(_folder.Path, "a", "./bin/plugin"), "plugin"], config.Users.Select(user => user.UserCredentials.ExternalExecution.Command));
    }

    [Theory]
    [InlineData("users: [{name: me, user: {token: s3cret}}", 2)]
    [InlineData("users: [{name: me, user: {token: [s3cret]}}]", 1)]
    [InlineData("\nusers: s3cret", 2)]
    public void A_file_that_cannot_be_understood_is_named_with_the_line_and_nothing_of_what_is_in_it(string text, int line)
    {
        var failure = Assert.Throws<KindToolsException>(() => new Kubeconfig([_folder.Write("config", text)]).Load());

        Assert.Equal("KubeconfigInvalid", failure.ErrorId);
        Assert.Contains($"config', line {line} ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_the_user_named_must_be_there() =>
        Assert.Equal("KubeconfigNotReadable", Assert.Throws<KindToolsException>(() => Kubeconfig.At(Path.Combine(_folder.Path, "none"))).ErrorId);

    private Kubeconfig Config(params string[] contexts) => new(
    [
        _folder.Write(
            "config",
            $"clusters: [{{name: here, cluster: {{server: \"{_server.Address}\"}}}}]\nusers: [{{name: me, user: {{token: s3cret}}}}]\ncontexts:\n"
                + string.Concat(contexts.Select(context => $"- {{name: {context}, context: {{cluster: here, user: me}}}}\n"))),
    ]);

    private Task<IReadOnlyList<ClusterConnection>> ConnectAsync(IContainerEngine? engine, Kubeconfig kubeconfig, string[]? clusters = null, string[]? contexts = null) =>
        new ClusterFinder(engine, kubeconfig).ConnectAsync(
            new ClusterSelection(Kind.Patterns(clusters ?? []), Kind.Patterns(contexts ?? [])), _log, TestContext.Current.CancellationToken);
}
