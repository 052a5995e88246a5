using KindTools.Core.Engines;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class ImageImporterTests
{
    private static readonly byte[] Base = TestImage.Layer(1, 200_000);
    private static readonly TestImage Old = TestImage.Create("app:dev", Base, TestImage.Layer(2, 1000));
    private static readonly TestImage New = TestImage.Create("app:dev", Base, TestImage.Layer(3, 1000));
    private static readonly TestImage Other = TestImage.Create("other:1", TestImage.Layer(4, 500));

    private readonly RecordingLog _log = new();

    [Fact]
    public async Task A_node_without_the_image_gets_it_and_confirms_it()
    {
        var node = new FakeNode();

        var result = Assert.Single(await ImportAsync(New, node));

        Assert.Equal((New.Name, "kind", "kind-worker", ImageImportStatus.Imported), (result.Image, result.Cluster, result.Node, result.Status));
        Assert.Equal((New.ConfigDigest, New.ManifestDigest, "linux/amd64", null), (result.ImageId, result.Digest, result.Platform, result.ReplacedImageId));
        Assert.Equal(New.Blobs.Sum(blob => (long)blob.Length), result.BytesSent);
        Assert.True(result.Elapsed > TimeSpan.Zero);
        Assert.Equal(New.ManifestDigest, node.Names[New.Name]);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_node_that_has_exactly_the_image_is_left_alone()
    {
        var present = new FakeNode("kind-worker").Holding(New);
        var absent = new FakeNode("kind-worker2");
        var importer = Importer(Source(New), present, absent);

        var plan = Assert.Single(await importer.PlanAsync(present.Node, absent.Node));

        Assert.Equal([absent.Node], plan.Changes.Select(step => step.Node));
        var result = Assert.Single(plan.Settled);
        Assert.Equal(("kind-worker", ImageImportStatus.AlreadyPresent, 0), (result.Node, result.Status, result.BytesSent));
        Assert.Equal((New.ConfigDigest, New.ManifestDigest), (result.ImageId, result.Digest));

        await importer.RunAsync([plan]);
        Assert.Empty(present.Imports);
        Assert.Single(absent.Imports);
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("config")]
    public async Task The_source_may_tell_the_manifests_or_the_configurations_digest(string which)
    {
        var node = new FakeNode().Holding(New);
        var source = new FakeImageSource([], New) { Listing = _ => Task.FromResult<IReadOnlyList<SourceImage>>([New.Source with { Contents = [which == "config" ? New.Content with { ManifestDigest = null } : New.Content with { ConfigDigest = null }] }]) };

        var plan = Assert.Single(await Importer(source, node).PlanAsync(node.Node));

        Assert.Empty(plan.Changes);
    }

    [Fact]
    public async Task A_node_that_has_the_name_for_another_image_gets_the_difference_and_tells_what_was_replaced()
    {
        var node = new FakeNode().Holding(Old);

        var result = Assert.Single(await ImportAsync(New, node));

        Assert.Equal((Old.ConfigDigest, New.ConfigDigest), (result.ReplacedImageId, result.ImageId));
        Assert.Equal(1000 + New.Config.Length + New.Manifest.Length, result.BytesSent);
        Assert.DoesNotContain(Assert.Single(node.Imports), entry => entry.Content.Length == Base.Length);
    }

    [Fact]
    public async Task A_node_that_has_the_image_and_lost_a_layer_gets_it_again()
    {
        var node = new FakeNode().Holding(New);
        node.Content.Remove(TestImage.Digest(Base));

        Assert.Equal(ImageImportStatus.Imported, Assert.Single(await ImportAsync(New, node)).Status);
        Assert.Equal(Base, node.Content[TestImage.Digest(Base)]);
    }

    [Fact]
    public async Task Content_that_goes_missing_after_a_delta_is_followed_by_everything_once()
    {
        var node = new FakeNode().Holding(Old);
        node.Importing = () =>
        {
            if (node.Imports.Count == 0) node.Content.Remove(TestImage.Digest(Base)); // Garbage collection comes between.
            return null;
        };

        var source = Source(New);
        var result = Assert.Single(await ImportAsync(source, node));

        Assert.Equal((ImageImportStatus.Imported, New.Blobs.Sum(blob => (long)blob.Length)), (result.Status, result.BytesSent));
        Assert.Equal((2, 2), (node.Imports.Count, source.TimesOpened));
        Assert.Empty(_log.Errors);
        Assert.Contains(_log.Verboses, message => message.Contains("sending everything", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_that_is_missing_after_everything_is_a_failure()
    {
        var node = new FakeNode().Holding(Old);
        node.Importing = () => new ExecResult(1, [], "ctr: content digest sha256:1: not found");

        var source = Source(New);
        Assert.Equal(ImageImportStatus.Failed, Assert.Single(await ImportAsync(source, node)).Status);

        Assert.Equal("ImageImportFailed", Assert.Single(_log.Errors).ErrorId);
        Assert.Equal(2, source.TimesOpened);
    }

    [Fact]
    public async Task A_failure_without_a_delta_is_not_tried_again()
    {
        var node = new FakeNode { Importing = () => new ExecResult(1, [], "ctr: no space left on device") };

        var source = Source(New);
        Assert.Equal(ImageImportStatus.Failed, Assert.Single(await ImportAsync(source, node)).Status);

        Assert.Contains("no space left", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(1, source.TimesOpened);
    }

    [Fact]
    public async Task One_nodes_failure_is_reported_and_the_others_have_the_image()
    {
        var failing = new FakeNode("kind-worker") { Importing = () => new ExecResult(1, [], "ctr: no space left on device") };
        var healthy = new FakeNode("kind-worker2");

        Assert.Equal([("kind-worker", ImageImportStatus.Failed), ("kind-worker2", ImageImportStatus.Imported)], (await ImportAsync(New, failing, healthy)).Select(result => (result.Node, result.Status)));
        Assert.Equal("kind-worker", Assert.Single(_log.Errors).Target);
    }

    [Fact]
    public async Task A_node_that_went_away_after_the_plan_is_reported_and_the_others_have_the_image()
    {
        var gone = new FakeNode("kind-worker");
        var healthy = new FakeNode("kind-worker2");
        using var engine = FakeNode.EngineOf(gone, healthy);
        var importer = new ImageImporter(engine, Source(New), new ImportOptions(), _log);
        var plans = await importer.PlanAsync(gone.Node, healthy.Node);
        var start = engine.Exec;
        engine.Exec = (id, command) => id == gone.Node.ContainerId ? throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "not running") : start(id, command);

        Assert.Equal([("kind-worker", ImageImportStatus.Failed), ("kind-worker2", ImageImportStatus.Imported)], (await importer.RunAsync(plans)).Select(result => (result.Node, result.Status)));
        Assert.Equal("EngineRefused", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task A_node_that_cannot_be_asked_is_reported_and_not_planned_for()
    {
        var stopped = Kind.Node("kind-worker2", state: KindNodeState.Stopped);
        var node = new FakeNode();

        var plan = Assert.Single(await Importer(Source(New), node).PlanAsync(stopped, node.Node));

        Assert.Equal([node.Node], plan.Changes.Select(step => step.Node));
        Assert.Equal("NodeNotRunning", Assert.Single(_log.Errors).ErrorId);
        var result = Assert.Single(plan.Settled);
        Assert.Equal((stopped.Name, ImageImportStatus.Failed, _log.Errors[0].Message), (result.Node, result.Status, result.Error));
    }

    [Fact]
    public async Task Images_that_the_same_nodes_lack_share_one_transfer()
    {
        var node = new FakeNode();
        var source = Source(New, Other);

        var results = await ImportAsync(source, node);

        Assert.Equal([New.Name, Other.Name], results.Select(result => result.Image));
        Assert.Equal(1, source.TimesOpened);
    }

    [Fact]
    public async Task What_images_of_one_transfer_share_is_counted_once()
    {
        var sibling = TestImage.Create("sibling:1", Base, TestImage.Layer(5, 700));

        var results = await ImportAsync(Source(New, sibling), new FakeNode());

        Assert.Equal([(4, 4, 0L), (4, 3, Base.Length)], results.Select(result => (result.BlobsTotal, result.BlobsSent, result.BytesReused)));
        Assert.Equal(results[1].BytesTotal - Base.Length, results[1].BytesSent);
    }

    [Fact]
    public async Task Of_several_images_those_that_are_confirmed_are_told_beside_one_that_is_not()
    {
        var node = new FakeNode();
        using var engine = FakeNode.EngineOf(node);
        var start = engine.Exec;
        engine.Exec = (id, command) => command.Contains(New.Name) ? start(id, [.. command.Where(argument => argument != New.Name)]) : start(id, command);
        var importer = new ImageImporter(engine, Source(New, Other), new ImportOptions(), _log);

        var results = await importer.RunAsync(await importer.PlanAsync(node.Node));

        Assert.Equal([(New.Name, ImageImportStatus.Failed), (Other.Name, ImageImportStatus.Imported)], results.Select(result => (result.Image, result.Status)));
        var error = Assert.Single(_log.Errors);
        Assert.Equal("ImageNotVerified", error.ErrorId);
        Assert.Contains(New.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_does_not_take_the_results_of_another_with_it()
    {
        // One node lacks both images, the other only one, so that there are two transfers.
        var both = new FakeNode("kind-worker");
        var one = new FakeNode("kind-worker2").Holding(Other);
        var opened = 0;
        var source = new FakeImageSource([], New, Other)
        {
            Opening = () => opened++ == 0 ? new MemoryStream(Archives.OciLayout(New, Other)) : new MemoryStream(Archives.OciLayout(New, Other)[..5000]),
        };

        var results = await ImportAsync(source, both, one);

        Assert.Equal(
            [(New.Name, "kind-worker", true), (New.Name, "kind-worker2", true), (Other.Name, "kind-worker", false)],
            results.Select(result => (result.Image, result.Node, result.Status == ImageImportStatus.Imported)));
        Assert.Equal("ArchiveNotReadable", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task A_source_that_breaks_off_says_that_nothing_was_changed()
    {
        var node = new FakeNode();
        var source = new FakeImageSource([], New) { Opening = () => new BreakingStream(Archives.OciLayout(New)[..100_000]) };

        Assert.Equal(ImageImportStatus.Failed, Assert.Single(await ImportAsync(source, node)).Status);

        var error = Assert.Single(_log.Errors);
        Assert.Equal(("SourceNotReadable", FailureCategory.ReadError), (error.ErrorId, error.Category));
        Assert.Contains("a test", error.Message, StringComparison.Ordinal);
        Assert.Empty(node.Imports);
    }

    [Fact]
    public async Task A_source_that_cannot_be_listed_leaves_no_question_to_a_node_behind()
    {
        using var engine = new FakeEngine();
        engine.Exec = (_, _) => new FakeExecSession
        {
            Completing = async (_, token) =>
            {
                await Task.Delay(Timeout.Infinite, token);
                throw new InvalidOperationException();
            },
        };
        var source = new FakeImageSource([]) { Listing = _ => throw new KindToolsException("ArchiveNotFound", FailureCategory.ObjectNotFound, "none") };

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => new ImageImporter(engine, source, new ImportOptions(), _log).PlanAsync(Kind.Node()));

        Assert.Equal("ArchiveNotFound", failure.ErrorId);
        Assert.All(engine.Sessions, session => Assert.True(session.IsDisposed));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task An_import_that_is_not_approved_tells_what_it_would_do()
    {
        var node = new FakeNode();

        var plan = Assert.Single(await Importer(Source(New), node).PlanAsync(node.Node));
        var result = Assert.Single(plan.NotApproved);

        Assert.Equal((New.Name, "kind-worker", ImageImportStatus.WouldImport, "linux/amd64", 0), (result.Image, result.Node, result.Status, result.Platform, result.BytesSent));
        Assert.Empty(node.Imports);
    }

    [Fact]
    public async Task Every_session_is_closed_and_the_progress_completed_whatever_happens()
    {
        var node = new FakeNode();
        using var engine = FakeNode.EngineOf(node);
        var source = new FakeImageSource([], New) { Opening = () => new MemoryStream(Archives.OciLayout(New)[..100_000]) };
        var importer = new ImageImporter(engine, source, new ImportOptions(), _log);

        await importer.RunAsync(await importer.PlanAsync(node.Node));

        Assert.All(engine.Sessions, session => Assert.True(session.IsDisposed));
        Assert.True(_log.ProgressReports[^1].Completed);
    }

    private static FakeImageSource Source(params TestImage[] images) => new(Archives.OciLayout(images), images);

    private ImageImporter Importer(FakeImageSource source, params FakeNode[] nodes) => new(FakeNode.EngineOf(nodes), source, new ImportOptions(), _log);

    private Task<IReadOnlyList<ImageImportResult>> ImportAsync(TestImage image, params FakeNode[] nodes) => ImportAsync(Source(image), nodes);

    private async Task<IReadOnlyList<ImageImportResult>> ImportAsync(FakeImageSource source, params FakeNode[] nodes)
    {
        var importer = Importer(source, nodes);
        var plans = await importer.PlanAsync([.. nodes.Select(node => node.Node)]);
        return await importer.RunAsync(plans);
    }

    /// <summary>A connection that breaks off.</summary>
    private sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : throw new IOException("Connection reset by peer");
    }
}
