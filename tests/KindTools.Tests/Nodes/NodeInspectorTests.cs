using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public sealed class NodeInspectorTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    // kind's own node images
    [InlineData("containerd github.com/containerd/containerd/v2 v2.1.9 1a2b3c4d5e6f", "2.1.9")]
    [InlineData("containerd github.com/containerd/containerd v1.7.18 ae71819c4f5e67bb4d5ae76a6b735f29cc25774e", "1.7.18")]
    [InlineData("containerd github.com/containerd/containerd/v2 v2.3.0-rc.1 1a2b3c", "2.3.0-rc.1")]
    // Debian's packages
    [InlineData("containerd github.com/containerd/containerd 1.7.24~ds1 1.7.24~ds1-6+b4", "1.7.24")]
    [InlineData("containerd github.com/containerd/containerd/v2 2.1.9+unknown ", "2.1.9")]
    public void The_runtimes_version_is_read_from_what_containerd_prints(string line, string version)
    {
        var node = NodeInspector.Describe(Kind.Node(), line + "\nv1.36.2\n");

        Assert.Equal(("containerd", version, "v1.36.2"), (node.ContainerRuntime, node.ContainerRuntimeVersion, node.KubernetesVersion));
    }

    [Theory]
    [InlineData("containerd github.com/containerd/containerd/v2 v2.1.9 1a2b3c\n", "2.1.9", null)]
    [InlineData("something else\nv1.36.2", null, "v1.36.2")]
    [InlineData("", null, null)]
    public void What_a_node_does_not_tell_stays_blank(string output, string? runtime, string? kubernetes)
    {
        var node = NodeInspector.Describe(Kind.Node(), output);

        Assert.Equal((runtime, kubernetes), (node.ContainerRuntimeVersion, node.KubernetesVersion));
    }

    [Fact]
    public async Task Nodes_keep_their_order_whoever_answers_first()
    {
        var first = new TaskCompletionSource<ExecResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _engine.Exec = (id, _) => id == "id-one"
            ? new FakeExecSession { Completing = (_, _) => first.Task }
            : new FakeExecSession { Completing = (_, _) =>
            {
                first.SetResult(Version("1.7.1"));
                return Task.FromResult(Version("2.1.9"));
            } };

        var nodes = await InspectAsync(Kind.Node("one"), Kind.Node("two"));

        Assert.Equal([("one", "1.7.1"), ("two", "2.1.9")], nodes.Select(node => (node.Name, node.ContainerRuntimeVersion!)));
    }

    [Theory]
    [InlineData(KindNodeState.Stopped)]
    [InlineData(KindNodeState.Paused)]
    [InlineData(KindNodeState.Restarting)]
    public async Task A_node_that_does_not_run_is_not_asked(KindNodeState state)
    {
        var node = Assert.Single(await InspectAsync(Kind.Node(state: state)));

        Assert.Null(node.ContainerRuntimeVersion);
        Assert.Empty(_engine.Sessions);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_node_that_fails_is_reported_and_the_others_are_told()
    {
        _engine.Exec = (id, _) => id == "id-one" ? FakeEngine.Fails(127, "sh: containerd: not found") : new FakeExecSession { Completing = (_, _) => Task.FromResult(Version("2.1.9")) };

        var nodes = await InspectAsync(Kind.Node("one"), Kind.Node("two"));

        Assert.Equal([null, "2.1.9"], nodes.Select(node => node.ContainerRuntimeVersion));
        var error = Assert.Single(_log.Errors);
        Assert.Equal(("NodeCommandFailed", "one"), (error.ErrorId, error.Target));
        Assert.Contains("exit code 127", error.Message, StringComparison.Ordinal);
        Assert.Contains("containerd: not found", error.Message, StringComparison.Ordinal);
    }

    private static ExecResult Version(string version) => new(0, System.Text.Encoding.UTF8.GetBytes($"containerd github.com/containerd/containerd/v2 v{version} 1a2b3c\n"), "");

    private Task<IReadOnlyList<KindNode>> InspectAsync(params KindNode[] nodes) =>
        new NodeInspector(_engine).InspectAsync(nodes, _log, TestContext.Current.CancellationToken);
}
