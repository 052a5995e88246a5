using System.Formats.Tar;
using System.Globalization;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

/// <summary>Archives in the form that Docker wrote before 25, and other tools still write.</summary>
public sealed class DockerArchiveTests : IDisposable
{
    private const int Large = 5 * 1024 * 1024;
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, Large), TestImage.Layer(2, 2000), TestImage.Layer(3, 3000));

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_node_gets_layers_by_content_under_a_manifest_that_lists_them()
    {
        var node = new FakeNode();

        var result = Assert.Single(await ImportAsync(Docker(App), node));

        Assert.Equal((ImageImportStatus.Imported, App.ConfigDigest, ImageTransferWay.Archive), (result.Status, result.ImageId, result.Way));
        Assert.Equal((5, 5, 0), (result.BlobsTotal, result.BlobsSent, result.BlobsReused));
        Assert.All(App.Layers.Append(App.Config), content => Assert.Equal(content, node.Content[TestImage.Digest(content)]));
    }

    [Fact]
    public async Task Only_what_the_node_lacks_is_read_and_sent()
    {
        var node = new FakeNode();
        await ImportAsync(Docker(App), node);
        var next = TestImage.Create("app:dev", App.Layers[0], App.Layers[1], TestImage.Layer(4, 3000));

        var result = Assert.Single(await ImportAsync(Docker(next), node));

        Assert.Equal((next.ConfigDigest, App.ConfigDigest), (result.ImageId, result.ReplacedImageId));
        Assert.Equal((5, 3), (result.BlobsTotal, result.BlobsSent));
        Assert.InRange(result.BytesSent, 3000, 5000);
    }

    [Fact]
    public async Task A_node_that_has_the_image_is_left_alone()
    {
        var node = new FakeNode();
        await ImportAsync(Docker(App), node);

        Assert.Equal(ImageImportStatus.AlreadyPresent, Assert.Single(await ImportAsync(Docker(App), node)).Status);
    }

    [Fact]
    public async Task Links_lead_to_the_layer_that_repeats()
    {
        var repeating = TestImage.Create("app:dev", App.Layers[0], App.Layers[0]);
        var node = new FakeNode();

        var result = Assert.Single(await ImportAsync(Archives.DockerArchive(repeating), node));

        Assert.Equal((ImageImportStatus.Imported, 3), (result.Status, result.BlobsTotal));
        Assert.Empty(_log.Errors);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("none")]
    public async Task Compressed_layers_keep_their_own_digest(string compression)
    {
        var layer = compression == "gzip" ? Compressed.Gzip(App.Layers[1]) : App.Layers[1];
        var small = TestImage.Create("app:dev", App.Layers[1]);
        var node = new FakeNode();

        await ImportAsync(Docker(small, [("a.tar.gz", layer)]), node);

        var manifest = System.Text.Encoding.UTF8.GetString(node.Content[node.Names[App.Name]]);
        Assert.Contains(TestImage.Digest(layer), manifest, StringComparison.Ordinal);
        Assert.Equal(compression == "gzip", manifest.Contains("tar+gzip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_layer_that_is_not_what_the_image_says_is_damage()
    {
        var node = new FakeNode();
        var layers = App.Layers.ToArray();
        layers[0] = [.. layers[0]];
        layers[0][Large / 2] ^= 1;

        var result = Assert.Single(await ImportAsync(Docker(App, [.. layers.Select((layer, index) => ($"{index}/layer.tar", layer))]), node));

        Assert.Equal(ImageImportStatus.Failed, result.Status);
        Assert.Contains("is damaged", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(node.Names);
    }

    [Fact]
    public async Task A_layer_that_is_not_there_is_missed()
    {
        var node = new FakeNode();

        await ImportAsync(Docker(App, [("0/layer.tar", App.Layers[0])], ["0/layer.tar", "1/layer.tar"]), node);

        Assert.Contains("the layer '1/layer.tar' is missing", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(node.Names);
    }

    [Fact]
    public async Task Links_in_a_circle_end()
    {
        var archive = Archives.Tar(
        [
            Archives.Link(TarEntryType.SymbolicLink, "a/layer.tar", "../b/layer.tar"), Archives.Link(TarEntryType.SymbolicLink, "b/layer.tar", "../a/layer.tar"),
            Archives.File("c.json", App.Config), Archives.File("manifest.json", """[{"Config":"c.json","RepoTags":["app:dev"],"Layers":["a/layer.tar"]}]"""),
        ]);

        await ImportAsync(archive, new FakeNode());

        Assert.Contains("is missing", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/layer.tar", "../b/layer.tar", "b/layer.tar")]
    [InlineData("layer.tar", "b/layer.tar", "b/layer.tar")]
    [InlineData("a/layer.tar", "../../../etc/passwd", "etc/passwd")]
    [InlineData("a/b/layer.tar", "./../c/./layer.tar", "a/c/layer.tar")]
    public void A_link_is_resolved_within_the_archive(string link, string target, string resolved) => Assert.Equal(resolved, ArchiveEntries.Resolve(link, target));

    private static byte[] Docker(TestImage image) => Docker(image, [.. image.Layers.Select((layer, index) => ($"{index}/layer.tar", layer))]);

    private static byte[] Docker(TestImage image, (string Name, byte[] Content)[] layers, string[]? listed = null)
    {
        var names = string.Join(',', (listed ?? [.. layers.Select(layer => layer.Name)]).Select(name => $"\"{name}\""));
        return Archives.Tar(
        [
            .. layers.Select(layer => Archives.File(layer.Name, layer.Content)),
            Archives.File("config.json", image.Config),
            Archives.File("manifest.json", string.Create(CultureInfo.InvariantCulture, $"[{{\"Config\":\"config.json\",\"RepoTags\":[\"{image.Reference.Familiar}\"],\"Layers\":[{names}]}}]")),
        ]);
    }

    private async Task<IReadOnlyList<ImageImportResult>> ImportAsync(byte[] archive, FakeNode node)
    {
        var importer = new ImageImporter(FakeNode.EngineOf(node), new ArchiveFileSource(_folder.Write("app.tar", archive)), new ImportOptions(), _log);
        var plans = await importer.PlanAsync(node.Node);
        return [.. plans.SelectMany(plan => plan.Settled), .. await importer.RunAsync(plans)];
    }
}
