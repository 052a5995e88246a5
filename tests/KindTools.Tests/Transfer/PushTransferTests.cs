using System.Globalization;
using KindTools.Core.Engines;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

/// <summary>Engines that push, over a real socket.</summary>
public class PushTransferTests
{
    /// <summary>More than any system's largest process id.</summary>
    private const int NoProcess = int.MaxValue;

    private static readonly byte[] Base = TestImage.Layer(1, 200_000);
    private static readonly byte[] Large = TestImage.Layer(2, 5_000_000); // Too large to wait in memory.
    private static readonly TestImage Old = TestImage.Create("app:dev", Base, TestImage.Layer(3, 1000));
    private static readonly TestImage New = TestImage.Create("app:dev", Base, TestImage.Layer(4, 1000));
    private static readonly TestImage Big = TestImage.Create("big:1", Base, Large);

    private readonly RecordingLog _log = new();

    private static string Killed => string.Create(CultureInfo.InvariantCulture, $"{NoProcess}-1@{Environment.MachineName}");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_engine_sends_what_not_all_nodes_have_and_each_gets_what_it_lacks(bool inChunks)
    {
        var (with, without) = (new FakeNode("kind-worker").Holding(Old), new FakeNode("kind-worker2"));
        var pusher = new Pusher { InChunks = inChunks };

        var reload = await ImportAsync(Pushing(pusher, New, with), New, with);
        var both = await ImportAsync(Pushing(pusher, New, with, without), New, with, without);

        Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Push, Old.ConfigDigest), (reload[0].Status, reload[0].Way, reload[0].ReplacedImageId));
        Assert.Equal(1000 + New.Config.Length + New.Manifest.Length, reload[0].BytesSent);
        Assert.Equal([TestImage.Digest(New.Layers[1]), New.ConfigDigest], pusher.Sent.Take(2));
        Assert.Equal(New.Blobs.Sum(blob => (long)blob.Length), Assert.Single(both).BytesSent); // The other has it by now.
        Assert.Equal(New.ManifestDigest, without.Names[New.Name]);
        Assert.Empty(_log.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_large_goes_straight_to_the_nodes_which_keep_it_until_the_image_is_there(bool inChunks)
    {
        var node = new FakeNode();
        var engine = Pushing(new Pusher { InChunks = inChunks }, Big, node);

        var result = Assert.Single(await ImportAsync(engine, Big, node));

        Assert.Equal((ImageImportStatus.Imported, Big.Blobs.Sum(blob => (long)blob.Length)), (result.Status, result.BytesSent));
        Assert.DoesNotContain(Assert.Single(node.Imports), entry => entry.Content.Length == Large.Length);
        Assert.Equal(TestImage.Digest(Large), Assert.Single(node.KeptOnce).Digest);
        Assert.Empty(node.Kept);
        Assert.DoesNotContain(engine.Images.Keys, name => name.StartsWith("127.0.0.1", StringComparison.Ordinal));
        Assert.All(engine.Sessions, session => Assert.True(session.IsDisposed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_that_is_not_what_its_digest_says_is_refused_and_the_image_is_read_instead(bool inChunks)
    {
        var node = new FakeNode();
        var pusher = new Pusher { InChunks = inChunks, Sending = blob => blob.Length == Large.Length ? TestImage.Layer(5, blob.Length) : blob };

        var result = Assert.Single(await ImportAsync(Pushing(pusher, Big, node), Big, node));

        Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Save), (result.Status, result.Way));
        Assert.Equal(Large, node.Content[TestImage.Digest(Large)]);
        Assert.DoesNotContain(TestImage.Digest(TestImage.Layer(5, Large.Length)), node.Content.Keys);
        Assert.Empty(node.KeptOnce);
        Assert.Contains(_log.Verboses, message => message.Contains("the registry answered 400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_takes_no_content_fails_alone()
    {
        var (full, other) = (new FakeNode("kind-worker") { Ingesting = () => new ExecResult(1, [], "no space left on device") }, new FakeNode("kind-worker2"));

        var results = await ImportAsync(Pushing(new Pusher(), Big, full, other), Big, full, other);

        Assert.Equal([ImageImportStatus.Failed, ImageImportStatus.Imported], results.OrderBy(result => result.Node, StringComparer.Ordinal).Select(result => result.Status));
        Assert.Contains("no space left on device", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(full.Names);
        Assert.Empty(other.Kept);
    }

    [Fact]
    public async Task What_a_transfer_that_was_killed_left_on_a_node_goes_with_the_next_import_and_what_others_need_stays()
    {
        var node = new FakeNode().Holding(Old);
        var elsewhere = string.Create(CultureInfo.InvariantCulture, $"{NoProcess}-1@another-machine");
        var running = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-0@{Environment.MachineName}");
        foreach (var (digest, transfer) in new[] { ("sha256:1", Killed), ("sha256:2", elsewhere), ("sha256:3", PushLeftovers.NewTransfer()), ("sha256:4", running) }) node.Kept[digest] = transfer;

        await ImportAsync(Pushing(new Pusher(), New, node), New, node);

        Assert.Equal(["sha256:2", "sha256:3"], node.Kept.Keys.Order(StringComparer.Ordinal)); // Of this process, what it has not begun is left over too.
        Assert.Contains(_log.Verboses, message => message.Contains("a transfer that was killed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_an_earlier_session_left_and_that_cannot_be_removed_is_no_obstacle()
    {
        var node = new FakeNode();
        var left = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:20000/kindtools-0123456789abcdef:p{NoProcess}-1");
        var engine = Pushing(new Pusher(), New, [node], name => throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "not " + name));
        engine.Images[left] = engine.Images[New.Name];

        var result = Assert.Single(await ImportAsync(engine, New, node));

        Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Push), (result.Status, result.Way));
        Assert.Contains(_log.Verboses, message => message.Contains($"The name '{left}' stays", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Progress_is_told_by_how_much_the_engine_has_read()
    {
        var node = new FakeNode();
        var engine = Pushing(new Pusher { Sending = blob => blob }, Big, node);

        await ImportAsync(engine, Big, node);

        var parent = _log.ProgressReports.First(report => report.ParentId is null && report.PercentComplete == 50);
        Assert.DoesNotContain(" of ", parent.Status, StringComparison.Ordinal);
        Assert.NotNull(parent.Remaining);
        Assert.Contains(_log.ProgressReports, report => report.ParentId == parent.Id && report.Activity == "kind-worker" && report.PercentComplete == 50);
    }

    [Fact]
    public async Task An_image_with_several_names_is_pushed_once_and_gets_them_all()
    {
        var node = new FakeNode();
        var untagged = new List<string>();
        var engine = Pushing(new Pusher(), New, [node], untagged.Add);
        const string Same = "docker.io/library/app:same";
        engine.Images[Same] = engine.Images[New.Name] with { Contents = [New.Content with { }] };

        var importer = new ImageImporter(engine, new EngineImageSource(engine, [New.Name, Same]), new ImportOptions(), _log);
        var results = await importer.RunAsync(await importer.PlanAsync([node.Node]));

        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, ImageTransferWay.Push), (result.Status, result.Way)));
        Assert.Equal([New.ManifestDigest, New.ManifestDigest], [node.Names[New.Name], node.Names[Same]]);
        Assert.Single(untagged);
    }

    private static FakeEngine Pushing(Pusher pusher, TestImage image, params FakeNode[] nodes) => Pushing(pusher, image, nodes, _ => { });

    private static FakeEngine Pushing(Pusher pusher, TestImage image, FakeNode[] nodes, Action<string> untagging)
    {
        var fake = FakeNode.EngineOf(nodes);
        var engine = new FakeEngine
        {
            Endpoint = new EngineEndpoint(new Uri($"unix:///{Guid.NewGuid():N}.sock"), "a test"), // What was found out holds for an engine.
            Exec = fake.Exec,
            Push = async (name, progress, token) =>
            {
                progress(0.5);
                await pusher.PushAsync(name, image, token);
            },
            Untagging = untagging,
            Save = _ => new MemoryStream(Archives.OciLayout(image)),
        };
        engine.Images[image.Name] = new EngineImage(image.ManifestDigest, image.Source.Size, [image.Content]);
        return engine;
    }

    private async Task<IReadOnlyList<ImageImportResult>> ImportAsync(FakeEngine engine, TestImage image, params FakeNode[] nodes)
    {
        var importer = new ImageImporter(engine, new EngineImageSource(engine, [image.Name]), new ImportOptions(), _log);
        return await importer.RunAsync(await importer.PlanAsync([.. nodes.Select(node => node.Node)]));
    }
}
