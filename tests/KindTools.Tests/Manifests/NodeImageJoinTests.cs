using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

/// <summary>What manifests want, joined with what two real nodes hold: the same names, each with content of its own.</summary>
public sealed class NodeImageJoinTests : IDisposable
{
    private const string FirstId = "sha256:ba9672064f5c878cb3e5b9c17e907d15fa377803c60d7ac6a9466be7a2b44fa6";
    private const string FirstDigest = "sha256:69d56eafa879be5df3535e66a58708a2ed87e56aee9488894ff42d1914baec09";
    private const string SecondId = "sha256:0bb05f815994c55c3aecbb5639020e41b9318c42cea815fbd60bdef8a3f69477";

    private readonly FakeEngine _engine = new();
    private readonly RecordingLog _log = new();

    public static TheoryData<string, PullPolicyVerdict, FindingSeverity, string> Containers { get; } = new()
    {
        { "image: app:dev", PullPolicyVerdict.UsesNodeImage, FindingSeverity.Information, "the image on the node is used" },
        { "image: docker.io/library/app:dev", PullPolicyVerdict.UsesNodeImage, FindingSeverity.Information, "the image on the node is used" },
        { "{image: app, imagePullPolicy: Never}", PullPolicyVerdict.RequiresNodeImage, FindingSeverity.Information, "is Never" },
        { "image: app", PullPolicyVerdict.IgnoresNodeImage, FindingSeverity.Warning, "It is on every node asked (2)." },
        { "{image: ghost, imagePullPolicy: Always}", PullPolicyVerdict.IgnoresNodeImage, FindingSeverity.Warning, "It is on none of the nodes asked (2)." },
        { "image: app:devel", PullPolicyVerdict.NodeLacksImage, FindingSeverity.Warning, "on none of the nodes asked (2). Near it on the nodes: app:dev, app:latest." },
        { "image: aap:dev", PullPolicyVerdict.NodeLacksImage, FindingSeverity.Warning, "Near it on the nodes: app:dev." },
        { "image: ghost:1", PullPolicyVerdict.NodeLacksImage, FindingSeverity.Warning, "on none of the nodes asked (2)." },
        { "{image: 'ghost:1', imagePullPolicy: Never}", PullPolicyVerdict.FailsWithoutImage, FindingSeverity.Error, "ErrImageNeverPull" },
        { $"image: app@{FirstDigest}", PullPolicyVerdict.NodeLacksImage, FindingSeverity.Warning, "It is on one, and missing on two." },
        { $"image: app:v9@{FirstDigest}", PullPolicyVerdict.NodeLacksImage, FindingSeverity.Warning, "It is on one, and missing on two." },
        { $"{{image: 'app@{FirstDigest}', imagePullPolicy: Never}}", PullPolicyVerdict.FailsWithoutImage, FindingSeverity.Error, "missing on two" },
        { "image: Team/App:1", PullPolicyVerdict.InvalidImageName, FindingSeverity.Error, "must be lower case" },
        { "image: ${IMAGE}", PullPolicyVerdict.Unresolved, FindingSeverity.Warning, "is a template" },
    };

    public static TheoryData<string, string?, string?, string> Locals { get; } = new()
    {
        // the engine's id, manifest and configuration; the nodes that have another
        { FirstId, null, FirstId, "two" },
        { SecondId, null, SecondId, "one" },
        { FirstDigest, FirstDigest, null, "two" },
        { "sha256:index", FirstDigest, FirstId, "two" },
        { "sha256:other", null, "sha256:other", "one, two" },
    };

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task The_verdict_takes_the_nodes_into_account(string container, PullPolicyVerdict verdict, FindingSeverity severity, string reason)
    {
        var result = await JoinAsync(container);

        Assert.Equal((verdict, severity), (result.Verdict, result.Severity));
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
        if (verdict is PullPolicyVerdict.NodeLacksImage or PullPolicyVerdict.FailsWithoutImage)
            Assert.StartsWith("Bring it to the nodes: Import-KindImage ", result.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Locals))]
    public async Task Content_that_the_engine_does_not_have_is_noticed(string id, string? manifest, string? configuration, string outdated)
    {
        _engine.Images["docker.io/library/app:dev"] = new EngineImage(id, 1, [new ImageContent(null, manifest, configuration)]);

        var result = await JoinAsync("image: app:dev");

        Assert.Equal(PullPolicyVerdict.UsesOtherImage, result.Verdict);
        Assert.Equal(outdated, string.Join(", ", result.Nodes!.OutdatedOn));
        Assert.Equal(["one", "two"], result.Nodes.PresentOn);
    }

    [Fact]
    public async Task A_node_that_cannot_answer_is_reported_and_not_counted()
    {
        _engine.Exec = (_, _) => FakeEngine.Says(Captured.Bytes("node/classic-store.images.txt"));
        var join = await NodeImageJoin.ReadAsync(_engine, [Kind.Node("one"), Kind.Node("two", state: KindNodeState.Stopped)], _log, TestContext.Current.CancellationToken);

        var result = await join!.JoinAsync(Judge("image: app:dev"), TestContext.Current.CancellationToken);

        Assert.Equal(PullPolicyVerdict.UsesNodeImage, result.Verdict);
        Assert.Equal(["one"], result.Nodes!.PresentOn);
        Assert.Equal("NodeNotRunning", Assert.Single(_log.Errors).ErrorId);
        Assert.Null(await NodeImageJoin.ReadAsync(_engine, [Kind.Node("two", state: KindNodeState.Stopped)], _log, TestContext.Current.CancellationToken));
    }

    private static PullPolicyResult Judge(string container) => Assert.Single(ManifestText.Test(ManifestText.Pod($"containers:\n- {container}")));

    private async Task<PullPolicyResult> JoinAsync(string container)
    {
        _engine.Exec = (id, _) => FakeEngine.Says(Captured.Bytes(id == "id-one" ? "node/classic-store.images.txt" : "node/containerd-store.images.txt"));
        var join = await NodeImageJoin.ReadAsync(_engine, [Kind.Node("one"), Kind.Node("two")], _log, TestContext.Current.CancellationToken);
        Assert.Empty(_log.Errors);
        return await join!.JoinAsync(Judge(container), TestContext.Current.CancellationToken);
    }
}
