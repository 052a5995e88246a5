using KindTools.Core.Images;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class ImportOptionsTests
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 1000));
    private static readonly TestImage Arm = TestImage.CreateFor("linux/arm64", "app:dev", TestImage.Layer(2, 1000));
    private static readonly TestImage Other = TestImage.Create("other:1", TestImage.Layer(3, 1000));

    private readonly RecordingLog _log = new();

    [Fact]
    public async Task Another_name_is_the_name_on_the_node()
    {
        var node = new FakeNode();

        var result = Assert.Single(await ImportAsync(Source(App), new ImportOptions { As = ImageReference.Parse("team/app:v1") }, node));

        Assert.Equal(("docker.io/team/app:v1", ImageImportStatus.Imported), (result.Image, result.Status));
        Assert.Equal(["docker.io/team/app:v1"], node.Names.Keys);
    }

    [Fact]
    public async Task Another_name_is_for_one_image()
    {
        var node = new FakeNode();

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ImportAsync(Source(App, Other), new ImportOptions { As = ImageReference.Parse("x:1") }, node));

        Assert.Equal("OneImageExpected", failure.ErrorId);
        Assert.Contains("app:dev, other:1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_the_node_has_under_another_name_is_only_tagged()
    {
        var node = new FakeNode().Holding(App);
        var source = Source(App);

        var result = Assert.Single(await ImportAsync(source, new ImportOptions { As = ImageReference.Parse("app:v1") }, node));

        Assert.Equal((ImageImportStatus.Tagged, null, 0L, App.Blobs.Sum(blob => (long)blob.Length)), (result.Status, result.Way, result.BytesSent, result.BytesReused));
        Assert.Equal(App.ManifestDigest, node.Names["docker.io/library/app:v1"]);
        Assert.Equal(0, source.TimesOpened);
    }

    [Fact]
    public async Task A_tag_that_replaces_another_image_tells_which()
    {
        var before = TestImage.Create("app:v1", TestImage.Layer(9, 10));
        var node = new FakeNode().Holding(before, App);

        var result = Assert.Single(await ImportAsync(Source(App), new ImportOptions { As = ImageReference.Parse("app:v1") }, node));

        Assert.Equal((ImageImportStatus.Tagged, before.ConfigDigest), (result.Status, result.ReplacedImageId));
    }

    [Fact]
    public async Task Content_that_lost_a_layer_is_not_worth_a_tag()
    {
        var node = new FakeNode().Holding(App);
        node.Content.Remove(TestImage.Digest(App.Layers[0]));

        Assert.Equal(ImageImportStatus.Imported, Assert.Single(await ImportAsync(Source(App), new ImportOptions { As = ImageReference.Parse("app:v1") }, node)).Status);
    }

    [Fact]
    public async Task A_blob_that_was_cut_short_is_as_good_as_none()
    {
        var node = new FakeNode().Holding(App);
        node.Content[TestImage.Digest(App.Layers[0])] = App.Layers[0][..10];

        var result = Assert.Single(await ImportAsync(Source(App), new ImportOptions(), node));

        Assert.Equal((ImageImportStatus.Imported, 1), (result.Status, result.BlobsSent));
        Assert.Equal(App.Layers[0], node.Content[TestImage.Digest(App.Layers[0])]);
    }

    [Fact]
    public async Task Force_mends_what_only_its_content_tells_to_be_damaged()
    {
        var node = new FakeNode().Holding(App);
        node.Content[TestImage.Digest(App.Layers[0])] = TestImage.Layer(9, App.Layers[0].Length);

        await ImportAsync(Source(App), new ImportOptions { Force = true }, node);

        Assert.Equal(App.Layers[0], node.Content[TestImage.Digest(App.Layers[0])]);
    }

    [Fact]
    public async Task Force_sends_everything_whatever_the_node_has()
    {
        var node = new FakeNode().Holding(App);

        var result = Assert.Single(await ImportAsync(Source(App), new ImportOptions { Force = true }, node));

        Assert.Equal((ImageImportStatus.Imported, App.Blobs.Sum(blob => (long)blob.Length), 0L), (result.Status, result.BytesSent, result.BytesReused));
    }

    [Fact]
    public async Task Of_several_platforms_each_node_gets_its_own()
    {
        var amd = new FakeNode("kind-worker");
        var arm = new FakeNode("kind-worker2") { Machine = "aarch64" };

        var results = await ImportAsync(Both(), new ImportOptions(), amd, arm);

        Assert.Equal([App.ManifestDigest, Arm.ManifestDigest], results.OrderBy(result => result.Node, StringComparer.Ordinal).Select(result => result.Digest));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_platform_that_is_asked_for_goes_to_nodes_that_do_not_run_it_too()
    {
        var node = new FakeNode();

        Assert.Equal(Arm.ManifestDigest, Assert.Single(await ImportAsync(Both(), new ImportOptions { Platform = Arm.Platform }, node)).Digest);
    }

    [Fact]
    public async Task A_node_that_has_the_image_for_another_platform_does_not_have_it()
    {
        var node = new FakeNode().Holding(App);

        Assert.Equal(Arm.ManifestDigest, Assert.Single(await ImportAsync(Both(), new ImportOptions { Platform = Arm.Platform }, node)).Digest);
    }

    [Fact]
    public async Task Where_nothing_fits_the_error_lists_what_there_is_once()
    {
        var first = new FakeNode("kind-worker");
        var second = new FakeNode("kind-worker2");

        var plan = Assert.Single(await Importer(Source(Arm), new ImportOptions(), first, second).PlanAsync(first.Node, second.Node));

        var error = Assert.Single(_log.Errors);
        Assert.Equal("PlatformNotAvailable", error.ErrorId);
        Assert.Contains("not there for linux/amd64; there is linux/arm64", error.Message, StringComparison.Ordinal);
        Assert.Equal([ImageImportStatus.Failed, ImageImportStatus.Failed], plan.Settled.Select(result => result.Status));
    }

    [Theory]
    [InlineData("linux/amd64", "linux/386")]
    [InlineData("linux/arm64", "linux/arm/v7")]
    [InlineData("linux/arm/v7", "linux/arm/v6")]
    public void What_a_platform_runs_besides_its_own_fits_where_its_own_is_not_there(string node, string held)
    {
        var content = new ImageContent(ImagePlatform.TryParse(held), "sha256:1", null);
        var own = new ImageContent(ImagePlatform.TryParse(node), "sha256:2", null);

        Assert.Same(content, ImageContent.For(ImagePlatform.TryParse(node)!, [content]));
        Assert.Same(own, ImageContent.For(ImagePlatform.TryParse(node)!, [content, own]));
    }

    [Theory]
    [InlineData("linux/386", "linux/amd64")]
    [InlineData("linux/arm/v6", "linux/arm/v7")]
    [InlineData("linux/amd64", "linux/arm64")]
    public void What_a_platform_does_not_run_does_not_fit(string node, string held) =>
        Assert.Null(ImageContent.For(ImagePlatform.TryParse(node)!, [new ImageContent(ImagePlatform.TryParse(held), "sha256:1", null)]));

    [Theory]
    [InlineData("App:1", null, "ImageReferenceInvalid")]
    [InlineData("app@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null, "ImageReferenceInvalid")]
    [InlineData(null, "amd64", "PlatformInvalid")]
    [InlineData(null, "linux/", "PlatformInvalid")]
    public void What_users_type_is_judged_before_anything_is_done(string? name, string? platform, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<KindToolsException>(() => ImportOptions.Parse(name, platform, force: false)).ErrorId);

    [Fact]
    public void A_name_without_a_tag_means_latest() => Assert.Equal("docker.io/library/app:latest", ImportOptions.Parse("app", null, force: false).As?.ToString());

    private static FakeImageSource Source(params TestImage[] images) => new(Archives.OciLayout(images), images);

    /// <summary>One name for two platforms.</summary>
    private static FakeImageSource Both()
    {
        var index = System.Text.Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(Arm), Archives.ForPlatform(App)]));
        var image = App.Source with { Id = TestImage.Digest(index), Contents = [Arm.Content, App.Content] };
        return new FakeImageSource(Archives.OciLayout(Archives.Index([Archives.Named(index, "index", App.Name)]), [index, .. App.Blobs, .. Arm.Blobs]))
        {
            Listing = _ => Task.FromResult<IReadOnlyList<SourceImage>>([image]),
        };
    }

    private ImageImporter Importer(FakeImageSource source, ImportOptions options, params FakeNode[] nodes) => new(FakeNode.EngineOf(nodes), source, options, _log);

    private async Task<IReadOnlyList<ImageImportResult>> ImportAsync(FakeImageSource source, ImportOptions options, params FakeNode[] nodes)
    {
        var importer = Importer(source, options, nodes);
        return await importer.RunAsync(await importer.PlanAsync([.. nodes.Select(node => node.Node)]));
    }
}
