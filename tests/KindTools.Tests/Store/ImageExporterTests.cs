using System.Text.Json;
using KindTools.Core.Images;
using KindTools.Core.Store;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Store;

public sealed class ImageExporterTests : IDisposable
{
    private static readonly byte[] Shared = TestImage.Layer(1, 3000);
    private static readonly TestImage App = TestImage.Create("app:dev", Shared, TestImage.Layer(2, 512), []);
    private static readonly TestImage Other = TestImage.Create("team/other:1", Shared, TestImage.Layer(3, 700));

    private readonly RecordingLog _log = new();
    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "images.tar");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_archive_has_each_blob_once_with_exact_names_for_containerd_and_for_Docker()
    {
        var node = new FakeNode().Holding(App, Other);
        node.Names["docker.io/library/app:v2"] = App.ManifestDigest;

        var results = await ToFileAsync(["*"], force: false, node);

        Assert.Equal(["docker.io/library/app:dev", "docker.io/library/app:v2", "docker.io/team/other:1"], results.Select(result => result.Image));
        Assert.All(results, result => Assert.Equal((ImageExportStatus.Exported, Target, "linux/amd64"), (result.Status, result.Path, result.Platform)));
        Assert.Equal(App.Blobs.Sum(blob => (long)blob.Length), results[0].Size);
        var entries = Archives.Read(File.ReadAllBytes(Target));
        Assert.Equal(["oci-layout", "index.json", "manifest.json"], entries.Take(3).Select(entry => entry.Name));
        var blobs = entries.Skip(3).ToList();
        Assert.All(blobs, blob => Assert.Equal("blobs/" + TestImage.Digest(blob.Content).Replace(':', '/'), blob.Name));
        Assert.Equal(
            App.Blobs.Concat(Other.Blobs).Select(blob => TestImage.Digest(blob)).Distinct().Order(StringComparer.Ordinal),
            blobs.Select(blob => TestImage.Digest(blob.Content)).Order(StringComparer.Ordinal));
        var index = Assert.IsType<OciIndex>(OciDocument.TryParse(entries[1].Content));
        Assert.Equal(
            [("docker.io/library/app:dev", App.ManifestDigest), ("docker.io/library/app:v2", App.ManifestDigest), ("docker.io/team/other:1", Other.ManifestDigest)],
            index.Manifests.Select(manifest => (manifest.Annotations["io.containerd.image.name"], manifest.Digest)));
        using var docker = JsonDocument.Parse(entries[2].Content);
        Assert.Equal(
            ["[\"app:dev\",\"app:v2\"]", "[\"team/other:1\"]"],
            docker.RootElement.EnumerateArray().Select(image => image.GetProperty("RepoTags").GetRawText()));
        Assert.Equal(3, docker.RootElement[0].GetProperty("Layers").GetArrayLength());
    }

    [Fact]
    public async Task Of_an_index_only_the_nodes_platform_goes()
    {
        var arm = TestImage.CreateFor("linux/arm64", "app:dev", TestImage.Layer(4, 10));
        var index = System.Text.Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(arm), Archives.ForPlatform(App)]));
        var node = new FakeNode().Holding(App, arm);
        node.Content[TestImage.Digest(index)] = index;
        node.Names[App.Name] = TestImage.Digest(index);
        node.Names["docker.io/library/amd:1"] = App.ManifestDigest; // The fake node prints only the manifests that names point to.
        node.Names["docker.io/library/arm:1"] = arm.ManifestDigest;

        var result = Assert.Single(await ToFileAsync(["app:dev"], force: false, node));

        Assert.Equal((App.ConfigDigest, App.ManifestDigest), (result.ImageId, result.Digest));
        Assert.DoesNotContain(Archives.Read(File.ReadAllBytes(Target)), entry => entry.Name.Contains(arm.ConfigDigest[7..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_discarded_layers_gives_way_to_one_that_has_them()
    {
        var bare = new FakeNode("kind-worker").Holding(App);
        bare.Content.Remove(TestImage.Digest(Shared));
        var whole = new FakeNode("kind-worker2").Holding(App);

        Assert.Equal("kind-worker2", Assert.Single(await ToFileAsync(["app:dev"], force: false, bare, whole)).Node);
    }

    [Fact]
    public async Task What_no_node_has_all_content_of_is_reported_and_the_others_are_exported()
    {
        var node = new FakeNode().Holding(App, Other);
        node.Content.Remove(TestImage.Digest(App.Layers[1]));

        Assert.Equal("docker.io/team/other:1", Assert.Single(await ToFileAsync(["*"], force: false, node)).Image);

        Assert.Equal(("ImageContentMissing", App.Name), (Assert.Single(_log.Errors).ErrorId, _log.Errors[0].Target));
    }

    [Fact]
    public async Task A_name_that_is_not_the_same_image_everywhere_is_left_to_the_user()
    {
        var newer = TestImage.Create("app:dev", TestImage.Layer(9, 10));

        Assert.Empty(await ToFileAsync(["app:dev"], force: false, new FakeNode("kind-worker").Holding(App), new FakeNode("kind-worker2").Holding(newer)));

        Assert.Equal("ImageAmbiguous", Assert.Single(_log.Errors).ErrorId);
        Assert.Contains("on kind-worker;", _log.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_without_a_tag_is_an_error_only_where_it_is_named(bool isNamed)
    {
        var node = new FakeNode().Holding(App);
        node.Names.Clear();
        node.Names[App.ConfigDigest] = App.ManifestDigest;

        Assert.Empty(await ToFileAsync([isNamed ? App.ConfigDigest : "*"], force: false, node));

        Assert.Equal(isNamed ? ["ImageHasNoTag"] : [], _log.Errors.Select(error => error.ErrorId));
    }

    [Fact]
    public async Task Damaged_content_is_found_and_no_file_is_left()
    {
        var node = new FakeNode().Holding(App);
        node.Content[TestImage.Digest(Shared)] = TestImage.Layer(8, Shared.Length);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ToFileAsync(["app:dev"], force: false, node));

        Assert.Equal(("NodeContentDamaged", "kind-worker"), (failure.ErrorId, failure.Target));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_there_stays_also_when_replacing_it_fails()
    {
        File.WriteAllText(Target, "before");
        var node = new FakeNode().Holding(App);
        Assert.Equal("FileExists", (await Assert.ThrowsAsync<KindToolsException>(() => ToFileAsync(["app:dev"], force: false, node))).ErrorId);
        node.Content[TestImage.Digest(Shared)] = TestImage.Layer(8, Shared.Length);

        await Assert.ThrowsAsync<KindToolsException>(() => ToFileAsync(["app:dev"], force: true, node));

        Assert.Equal("before", File.ReadAllText(Assert.Single(Directory.EnumerateFiles(_folder.Path))));
        node.Content[TestImage.Digest(Shared)] = Shared;
        await ToFileAsync(["app:dev"], force: true, node);
        Assert.Equal(8, Archives.Read(File.ReadAllBytes(Target)).Count);
    }

    [Fact]
    public async Task What_cannot_be_written_says_why()
    {
        using var engine = FakeNode.EngineOf(new FakeNode().Holding(App));
        foreach (var path in (string[])[_folder.Path, Path.Combine(_folder.Path, "nowhere", "images.tar")])
        {
            var failure = await Assert.ThrowsAsync<KindToolsException>(async () =>
                await new ImageExporter(engine, _log).ToFileAsync(await PlanAsync(engine, ["app:dev"], new FakeNode().Node), path, force: true, TestContext.Current.CancellationToken));
            Assert.Equal(("FileNotWritable", FailureCategory.WriteError, path), (failure.ErrorId, failure.Category, failure.Target));
        }
    }

    [Fact]
    public async Task The_engine_gets_the_same_archive_as_a_stream()
    {
        var node = new FakeNode().Holding(App);
        await ToFileAsync(["app:dev"], force: false, node);
        using var engine = FakeNode.EngineOf(node);
        var loaded = new MemoryStream();
        engine.Load = async (archive, token) =>
        {
            await archive.CopyToAsync(loaded, token);
            engine.Images[App.Name] = new(App.ConfigDigest, 1, []);
        };

        var result = Assert.Single(await new ImageExporter(engine, _log).ToEngineAsync(await PlanAsync(engine, ["app:dev"], node.Node), TestContext.Current.CancellationToken));

        Assert.Equal((ImageExportStatus.Exported, null), (result.Status, result.Path));
        Assert.Equal(File.ReadAllBytes(Target), loaded.ToArray());
    }

    [Fact]
    public async Task What_the_engine_says_against_an_archive_is_the_failure()
    {
        using var engine = FakeNode.EngineOf(new FakeNode().Holding(TestImage.Create("app:dev", TestImage.Layer(1, 2_000_000))));
        engine.Load = (_, _) => throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "no space left on device");

        var failure = await Assert.ThrowsAsync<KindToolsException>(async () =>
            await new ImageExporter(engine, _log).ToEngineAsync(await PlanAsync(engine, ["app:dev"], new FakeNode().Node), TestContext.Current.CancellationToken));

        Assert.Equal("EngineRefused", failure.ErrorId);
    }

    [Fact]
    public async Task An_engine_that_loads_a_node_that_fails_is_told_so()
    {
        var node = new FakeNode().Holding(App);
        node.Content[TestImage.Digest(Shared)] = TestImage.Layer(8, Shared.Length);
        using var engine = FakeNode.EngineOf(node);
        Exception? told = null;
        engine.Load = async (archive, token) => told = await Record.ExceptionAsync(() => archive.CopyToAsync(Stream.Null, token));

        var failure = await Assert.ThrowsAsync<KindToolsException>(async () =>
            await new ImageExporter(engine, _log).ToEngineAsync(await PlanAsync(engine, ["app:dev"], node.Node), TestContext.Current.CancellationToken));

        Assert.Equal("NodeContentDamaged", failure.ErrorId);
        Assert.NotNull(told);
    }

    private Task<ExportPlan> PlanAsync(FakeEngine engine, string[] names, params KindNode[] nodes) =>
        new ExportPlanner(engine, _log).PlanAsync([new ImageRequest(Kind.Patterns(names), nodes)], TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<ImageExportResult>> ToFileAsync(string[] names, bool force, params FakeNode[] nodes)
    {
        using var engine = FakeNode.EngineOf(nodes);
        var plan = await PlanAsync(engine, names, [.. nodes.Select(node => node.Node)]);
        return await new ImageExporter(engine, _log).ToFileAsync(plan, Target, force, TestContext.Current.CancellationToken);
    }
}
