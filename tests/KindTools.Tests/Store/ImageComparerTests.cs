using KindTools.Core.Images;
using KindTools.Core.Store;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Store;

public class ImageComparerTests
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 100));
    private static readonly TestImage Older = TestImage.Create("app:dev", TestImage.Layer(2, 100));
    private static readonly TestImage Pause = TestImage.Create("registry.k8s.io/pause:3.10", TestImage.Layer(3, 100));

    private readonly RecordingLog _log = new();

    [Theory]
    // what the engine tells of its image, what the node has, the state
    [InlineData("config", "same", KindImageState.Same)]
    [InlineData("manifest", "same", KindImageState.Same)]
    [InlineData("config", "other", KindImageState.Stale)]
    [InlineData("manifest", "other", KindImageState.Stale)]
    [InlineData("config", "same, a layer short", KindImageState.Stale)]
    [InlineData("config", "nothing", KindImageState.Missing)]
    [InlineData("nothing", "same", KindImageState.OnlyOnNode)]
    [InlineData("another platform's config", "same", KindImageState.Same)] // It was imported on purpose.
    [InlineData("another platform's config", "other", KindImageState.Stale)]
    public async Task Images_are_compared_by_content(string engineHas, string nodeHas, KindImageState state)
    {
        var node = nodeHas == "nothing" ? new FakeNode() : new FakeNode().Holding(nodeHas == "other" ? Older : App);
        if (nodeHas == "same, a layer short") node.Content.Remove(TestImage.Digest(App.Layers[0]));
        using var engine = FakeNode.EngineOf(node);
        var platform = ImagePlatform.TryParse(engineHas.StartsWith("another", StringComparison.Ordinal) ? "linux/arm64" : "linux/amd64");
        if (engineHas == "manifest") engine.Images[App.Name] = new(App.ManifestDigest, 1, [new ImageContent(platform, App.ManifestDigest, null)], HasManifests: true);
        else if (engineHas != "nothing") engine.Images[App.Name] = new(App.ConfigDigest, 1, [new ImageContent(platform, null, App.ConfigDigest)]);

        var comparison = Assert.Single(await CompareAsync(engine, ["app"], node));

        Assert.Equal((App.Name, "kind", "kind-worker", state), (comparison.Image, comparison.Cluster, comparison.Node, comparison.State));
        Assert.Equal(state == KindImageState.OnlyOnNode, comparison.EngineId is null);
        Assert.Equal(state == KindImageState.Missing ? null : nodeHas == "other" ? Older.ConfigDigest : App.ConfigDigest, comparison.NodeImageId);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task There_is_one_answer_an_image_and_node()
    {
        var has = new FakeNode("kind-worker").Holding(App);
        var lacks = new FakeNode("kind-worker2");
        using var engine = FakeNode.EngineOf(has, lacks);
        engine.Images[App.Name] = new(App.ConfigDigest, 1, [new ImageContent(null, null, App.ConfigDigest)]);

        var comparisons = await CompareAsync(engine, [], has, lacks);

        Assert.Equal([("kind-worker", KindImageState.Same), ("kind-worker2", KindImageState.Missing)], comparisons.Select(comparison => (comparison.Node, comparison.State)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("*", "docker.io/kindest/node:v1.36.2 Missing,registry.k8s.io/pause:3.10 OnlyOnNode")]
    [InlineData("pause", "")]
    public async Task The_clusters_own_images_are_compared_only_where_names_are_given(string name, string expected)
    {
        var node = new FakeNode().Holding(Pause);
        using var engine = FakeNode.EngineOf(node);
        engine.Images["docker.io/kindest/node:v1.36.2"] = new("sha256:1", 1, []);

        var comparisons = await CompareAsync(engine, name.Length == 0 ? [] : [name], node);

        Assert.Equal(expected, string.Join(',', comparisons.Select(comparison => $"{comparison.Image} {comparison.State}")));
    }

    [Fact]
    public async Task A_name_that_neither_has_is_reported_with_what_is_near_it()
    {
        var node = new FakeNode().Holding(App);
        using var engine = FakeNode.EngineOf(node);

        Assert.Empty(await CompareAsync(engine, ["apq:dev"], node));

        var error = Assert.Single(_log.Errors);
        Assert.Equal("ImageNotFound", error.ErrorId);
        Assert.Contains("Near it: app:dev.", error.Message, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<KindImageComparison>> CompareAsync(FakeEngine engine, string[] names, params FakeNode[] nodes) =>
        new ImageComparer(engine, _log).CompareAsync([new ImageRequest(Kind.Patterns(names), [.. nodes.Select(node => node.Node)])], TestContext.Current.CancellationToken);
}
