using KindTools.Core.Store;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Store;

public class ImageTaggerTests
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 100));
    private static readonly TestImage Other = TestImage.Create("other:1", TestImage.Layer(2, 100));

    private readonly RecordingLog _log = new();

    [Theory]
    [InlineData("app:dev", "app:v2", "docker.io/library/app:v2")]
    [InlineData("app", "team/app", "docker.io/team/app:latest")]
    [InlineData("docker.io/library/app:dev", "registry:5000/app:v2", "registry:5000/app:v2")]
    public async Task An_image_gets_its_new_name(string name, string newName, string expected)
    {
        var node = new FakeNode().Holding(App, Other);

        var result = Assert.Single(await TagAsync([name], newName, force: false, node));

        Assert.Equal((expected, App.Name, "kind-worker", ImageTagStatus.Tagged), (result.Image, result.Source, result.Node, result.Status));
        Assert.Equal((App.ConfigDigest, App.ManifestDigest, null), (result.ImageId, result.Digest, result.ReplacedImageId));
        Assert.Equal(App.ManifestDigest, node.Names[expected]);
        Assert.Equal(App.ManifestDigest, node.Names[App.Name]);
    }

    [Fact]
    public async Task An_image_that_lost_its_name_gets_one_by_its_id()
    {
        var node = new FakeNode().Holding(App);
        node.Names.Clear();
        node.Names[App.ConfigDigest] = App.ManifestDigest;

        await TagAsync([App.ConfigDigest], "app:found", force: false, node);

        Assert.Equal(App.ManifestDigest, node.Names["docker.io/library/app:found"]);
    }

    [Fact]
    public async Task A_name_that_stands_for_the_image_already_is_left_alone()
    {
        var node = new FakeNode().Holding(App);
        var plan = Assert.Single(await PlanAsync(["app:dev"], "app:dev", force: false, node));

        Assert.Empty(plan.Missing);
        Assert.Equal(ImageTagStatus.AlreadyPresent, Assert.Single(plan.Present).Status);
    }

    [Fact]
    public async Task A_name_that_stands_for_another_image_moves_only_with_force()
    {
        var node = new FakeNode().Holding(App, Other);

        Assert.Empty(await TagAsync(["app:dev"], "other:1", force: false, node));
        Assert.Equal(("ImageNameTaken", Other.Name), (Assert.Single(_log.Errors).ErrorId, _log.Errors[0].Target));
        Assert.Equal(Other.ManifestDigest, node.Names[Other.Name]);

        var result = Assert.Single(await TagAsync(["app:dev"], "other:1", force: true, node));
        Assert.Equal(Other.ConfigDigest, result.ReplacedImageId);
        Assert.Equal(App.ManifestDigest, node.Names[Other.Name]);
    }

    [Fact]
    public async Task Of_several_images_none_gets_the_name_and_of_several_names_of_one_image_it_does()
    {
        var several = new FakeNode("kind-worker").Holding(App, Other);
        var one = new FakeNode("kind-worker2").Holding(App);
        one.Names["docker.io/library/app:v2"] = App.ManifestDigest;

        var result = Assert.Single(await TagAsync(["*"], "app:v3", force: false, several, one));

        Assert.Equal("kind-worker2", result.Node);
        Assert.Equal(("ImageAmbiguous", "kind-worker"), (Assert.Single(_log.Errors).ErrorId, _log.Errors[0].Target));
    }

    [Theory]
    [InlineData("No/Such")]
    [InlineData("app:v2@sha256:e393863be463cc8e8b7dbdaf5d1ce0a722c24c0da17885186af4a66ca51f4c4d")]
    public async Task What_no_image_can_be_called_is_refused(string newName)
    {
        var failure = await Assert.ThrowsAsync<KindToolsException>(() => TagAsync(["app"], newName, force: false, new FakeNode().Holding(App)));

        Assert.Equal(("ImageReferenceInvalid", newName), (failure.ErrorId, failure.Target));
    }

    private async Task<IReadOnlyList<TagPlan>> PlanAsync(string[] names, string newName, bool force, FakeNode node)
    {
        using var engine = FakeNode.EngineOf(node);
        return await new ImageTagger(engine, _log).PlanAsync([new ImageRequest(Kind.Patterns(names), [node.Node])], newName, force, TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<ImageTagResult>> TagAsync(string[] names, string newName, bool force, params FakeNode[] nodes)
    {
        using var engine = FakeNode.EngineOf(nodes);
        var tagger = new ImageTagger(engine, _log);
        var request = new ImageRequest(Kind.Patterns(names), [.. nodes.Select(node => node.Node)]);
        var plans = await tagger.PlanAsync([request], newName, force, TestContext.Current.CancellationToken);
        return await tagger.TagAsync(plans, TestContext.Current.CancellationToken);
    }
}
