using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public sealed class NodeImageReaderTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task All_nodes_are_asked_at_once_and_answer_in_their_order()
    {
        var asked = 0;
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _engine.Exec = (_, _) => new FakeExecSession
        {
            Completing = async (_, _) =>
            {
                if (Interlocked.Increment(ref asked) == 2) both.SetResult();
                await both.Task;
                return new ExecResult(0, Captured.Bytes("node/classic-store.images.txt"), "");
            },
        };

        var images = await ReadAsync(Kind.Node("one"), Kind.Node("two"));

        Assert.Equal(
            [("one", "docker.io/library/app:dev"), ("one", "docker.io/library/app:latest"), ("two", "docker.io/library/app:dev"), ("two", "docker.io/library/app:latest")],
            images.Select(image => (image.Node, image.Image)));
    }

    [Fact]
    public async Task A_node_that_does_not_run_is_reported_with_its_cure_and_the_others_are_read()
    {
        _engine.Exec = (_, _) => FakeEngine.Says(Captured.Bytes("node/classic-store.images.txt"));

        var images = await ReadAsync(Kind.Node("one", state: KindNodeState.Paused), Kind.Node("two", state: KindNodeState.Stopped), Kind.Node("three"));

        Assert.All(images, image => Assert.Equal("three", image.Node));
        Assert.Equal(2, images.Count);
        Assert.All(_log.Errors, error => Assert.Equal(("NodeNotRunning", FailureCategory.ResourceUnavailable), (error.ErrorId, error.Category)));
        Assert.Contains("docker unpause one", _log.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("docker start two", _log.Errors[1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_a_node_that_stops_while_it_is_asked_it_is_said_that_it_does_not_run(bool refused)
    {
        _engine.Containers.AddRange([Kind.Container("one", state: "exited"), Kind.Container("two")]);
        _engine.Exec = (_, _) => refused
            ? throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "container is not running")
            : new FakeExecSession { Completing = (_, _) => Task.FromResult(new ExecResult(137, [], "")) };

        Assert.Empty(await ReadAsync(Kind.Node("one"), Kind.Node("two"), Kind.Node("gone")));

        Assert.Equal(["NodeNotRunning", "NodeCommandFailed", "NodeCommandFailed"], _log.Errors.OrderBy(error => Equals(error.Target, "one") ? 0 : 1).Select(error => error.ErrorId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x86_64\nREF TYPE\n")]
    [InlineData("x86_64\nREF TYPE\napp:dev\n--- content\n")]
    public async Task A_node_that_answers_nonsense_is_reported_and_the_others_are_read(string nonsense)
    {
        _engine.Exec = (id, _) => id == "id-one" ? FakeEngine.Says(nonsense) : FakeEngine.Says(Captured.Bytes("node/classic-store.images.txt"));

        Assert.Equal(2, (await ReadAsync(Kind.Node("one"), Kind.Node("two"))).Count);

        var error = Assert.Single(_log.Errors);
        Assert.Equal(("NodeAnswerInvalid", FailureCategory.ProtocolError, "one"), (error.ErrorId, error.Category, error.Target));
    }

    [Fact]
    public async Task Reading_that_is_cancelled_ends_though_a_node_hangs()
    {
        using var cancellation = new CancellationTokenSource();
        _engine.Exec = (_, _) => new FakeExecSession
        {
            Completing = async (_, token) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var image in new NodeImageReader(_engine).ReadAsync([Kind.Node()], _log, cancellation.Token)) Assert.Fail(image.Image);
        });
        Assert.Empty(_log.Errors);
        Assert.All(_engine.Sessions, session => Assert.True(session.IsDisposed));
    }

    private async Task<List<KindNodeImage>> ReadAsync(params KindNode[] nodes)
    {
        var images = new List<KindNodeImage>();
        await foreach (var image in new NodeImageReader(_engine).ReadAsync(nodes, _log, TestContext.Current.CancellationToken)) images.Add(image);
        return images;
    }
}
