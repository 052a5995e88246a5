using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public sealed class LayoutFolderTests : IDisposable
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 1000), TestImage.Layer(2, 5 * 1024 * 1024), []);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task It_tells_its_images(string end)
    {
        var image = Assert.Single(await new ArchiveFileSource(Layout() + end).ListAsync(_log, TestContext.Current.CancellationToken));

        Assert.Equal((App.Name, App.ManifestDigest, "linux/amd64"), (image.Reference.ToString(), image.Id, Assert.Single(image.Contents).Platform?.ToString()));
    }

    [Fact]
    public async Task It_is_the_archive_that_it_would_be()
    {
        var source = new ArchiveFileSource(Layout());
        _folder.Write("layout/blobs/sha256/a-tool-still-writes-this", "half a blob");

        await using var stream = (await source.OpenAsync([], TestContext.Current.CancellationToken)).Content;
        var archive = new MemoryStream();
        await stream.CopyToAsync(archive, TestContext.Current.CancellationToken);

        var entries = Archives.Read(archive.ToArray());
        Assert.Equal(
            [.. App.Blobs.Select(blob => "blobs/" + TestImage.Digest(blob).Replace(':', '/')).Order(StringComparer.Ordinal), "index.json"],
            entries.Select(entry => entry.Name));
        Assert.All(entries.SkipLast(1), entry => Assert.Equal("blobs/" + TestImage.Digest(entry.Content).Replace(':', '/'), entry.Name));
        Assert.Equal(archive.Length, source.Expect(await source.ListAsync(_log, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_node_gets_the_image()
    {
        var node = new FakeNode();

        var result = Assert.Single(await ImportAsync(Layout(), node));

        Assert.Equal((App.Name, ImageImportStatus.Imported, App.ConfigDigest), (result.Image, result.Status, result.ImageId));
        Assert.Equal(App.ManifestDigest, node.Names[App.Name]);
        Assert.Empty(_log.Errors);
    }

    /// <summary>The proof is that somebody has it for himself: to open it would fail.</summary>
    [Fact]
    public async Task A_layer_that_every_node_has_is_not_even_opened()
    {
        var layout = Layout();
        var node = new FakeNode();
        node.Content[TestImage.Digest(App.Layers[1])] = App.Layers[1];
        var blob = Path.Combine(layout, "blobs", TestImage.Digest(App.Layers[1]).Replace(':', '/'));
        using var locked = new FileStream(blob, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var result = Assert.Single(await ImportAsync(layout, node));

        Assert.Equal(App.Blobs.Sum(part => part.Length) - App.Layers[1].Length, result.BytesSent);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task Links_to_blobs_are_followed()
    {
        var layout = Layout();
        var blob = Path.Combine(layout, "blobs", TestImage.Digest(App.Layers[1]).Replace(':', '/'));
        File.Move(blob, Path.Combine(_folder.Path, "elsewhere"));
        File.CreateSymbolicLink(blob, Path.Combine("..", "..", "..", "elsewhere"));

        Assert.Equal(App.Blobs.Sum(part => part.Length), Assert.Single(await ImportAsync(layout, new FakeNode())).BytesSent);
    }

    [Fact]
    public async Task A_blob_that_cannot_be_read_is_said_and_no_node_is_told_that_the_image_is_whole()
    {
        var layout = Layout();
        var node = new FakeNode();
        var source = new ArchiveFileSource(layout);
        var importer = new ImageImporter(FakeNode.EngineOf(node), source, new ImportOptions(), _log);
        var plans = await importer.PlanAsync(node.Node);
        var blob = Path.Combine(layout, "blobs", TestImage.Digest(App.Layers[1]).Replace(':', '/'));
        using var locked = new FileStream(blob, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(ImageImportStatus.Failed, Assert.Single(await importer.RunAsync(plans)).Status);

        Assert.Equal("SourceNotReadable", Assert.Single(_log.Errors).ErrorId);
        Assert.Empty(node.Names);
    }

    [Theory]
    [InlineData("index.json")]
    [InlineData("blobs")]
    public async Task A_folder_without_its_parts_is_no_layout(string part)
    {
        var layout = Layout();
        if (part == "blobs") Directory.Delete(Path.Combine(layout, part), recursive: true);
        else File.Delete(Path.Combine(layout, part));

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => new ArchiveFileSource(layout).ListAsync(_log, TestContext.Current.CancellationToken));

        Assert.Equal(("ArchiveNotReadable", layout), (failure.ErrorId, failure.Target));
        Assert.Contains("no OCI layout", failure.Message, StringComparison.Ordinal);
    }

    private string Layout() => Archives.LayoutFolder(_folder, Archives.Index(App), [.. App.Blobs]);

    private async Task<IReadOnlyList<ImageImportResult>> ImportAsync(string layout, FakeNode node)
    {
        var importer = new ImageImporter(FakeNode.EngineOf(node), new ArchiveFileSource(layout), new ImportOptions(), _log);
        return await importer.RunAsync(await importer.PlanAsync(node.Node));
    }
}
