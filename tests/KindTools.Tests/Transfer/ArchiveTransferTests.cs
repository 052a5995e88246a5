using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public sealed class ArchiveTransferTests : IDisposable
{
    private const int Large = 5 * 1024 * 1024;
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 1000), TestImage.Layer(2, Large), TestImage.Layer(3, 70_000));

    private readonly FakeEngine _engine = new();
    private readonly RecordingLog _log = new();
    private readonly List<NodeImport> _imports = [];

    public void Dispose()
    {
        foreach (var import in _imports) import.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task A_node_that_has_nothing_gets_every_blob_and_the_index()
    {
        var node = await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        var entries = Archives.Read(node.Input);
        Assert.Equal(
            App.Blobs.Select(Path).Order(StringComparer.Ordinal),
            entries.Where(entry => entry.Type == TarEntryType.RegularFile).Select(entry => entry.Name).SkipLast(2));
        Assert.Equal(["oci-layout", "index.json"], entries.TakeLast(2).Select(entry => entry.Name));
        Assert.All(Blobs(entries), blob => Assert.Equal(blob.Name, Path(blob.Content)));
        Assert.Equal("""{"imageLayoutVersion":"1.0.0"}""", entries.Single(entry => entry.Name == "oci-layout").Text);
        Assert.Equal(App.ManifestDigest, Assert.Single(Index(entries).Manifests).Digest);
        Assert.True(node.IsCompleted);
    }

    [Fact]
    public async Task Each_node_gets_only_the_blobs_that_it_lacks()
    {
        var empty = await StartAsync();
        var most = await StartAsync(held: [App.Layers[0], App.Layers[1]]);
        var all = await StartAsync(held: [.. App.Blobs]);

        await RunAsync(Archives.OciLayout(App));

        Assert.Equal(5, Blobs(Archives.Read(empty.Input)).Count());
        Assert.Equal(
            new[] { App.Layers[2], App.Config, App.Manifest }.Select(Path).Order(StringComparer.Ordinal),
            Blobs(Archives.Read(most.Input)).Select(entry => entry.Name));
        Assert.Empty(Blobs(Archives.Read(all.Input)));
        Assert.All(new[] { empty, most, all }, node => Assert.Equal(App.ManifestDigest, Assert.Single(Index(Archives.Read(node.Input)).Manifests).Digest));
        Assert.Equal([false, true, true], _imports.Select(import => import.LeftOut));
        Assert.Equal(
            [App.Blobs.Sum(blob => (long)blob.Length), 70_000 + App.Config.Length + App.Manifest.Length, 0],
            _imports.Select(import => import.Sent.Values.Sum()));
    }

    [Fact]
    public async Task A_node_that_is_to_get_everything_gets_everything()
    {
        var node = await StartAsync(everything: true, held: [.. App.Blobs]);

        await RunAsync(Archives.OciLayout(App));

        Assert.Equal(5, Blobs(Archives.Read(node.Input)).Count());
        Assert.False(Assert.Single(_imports).LeftOut);
    }

    [Fact]
    public async Task Of_an_archive_that_can_be_sought_in_layers_that_every_node_has_are_not_read()
    {
        var some = await StartAsync(held: [App.Layers[0], App.Layers[1], App.Layers[2]]);
        var all = await StartAsync(held: [.. App.Blobs]);
        var archive = new CountingStream(new MemoryStream(Archives.OciLayout(App)), canSeek: true);

        await RunAsync(archive);

        // Headers, documents, and a byte of each small layer to see that it is none.
        Assert.InRange(archive.BytesRead, 1, 20_000);
        Assert.Equal(new[] { App.Config, App.Manifest }.Select(Path).Order(StringComparer.Ordinal), Blobs(Archives.Read(some.Input)).Select(entry => entry.Name));
        Assert.Empty(Blobs(Archives.Read(all.Input)));
        Assert.All(new[] { some, all }, node => Assert.Equal(App.ManifestDigest, Assert.Single(Index(Archives.Read(node.Input)).Manifests).Digest));
    }

    [Fact]
    public async Task A_layer_that_one_node_lacks_is_read_once()
    {
        await StartAsync(held: [.. App.Blobs]);
        var lacking = await StartAsync(held: [App.Layers[0], App.Layers[2]]);
        var archive = new CountingStream(new MemoryStream(Archives.OciLayout(App)), canSeek: true);

        await RunAsync(archive);

        Assert.InRange(archive.BytesRead, Large, Large + 20_000);
        Assert.Contains(Path(App.Layers[1]), Archives.Read(lacking.Input).Select(entry => entry.Name));
    }

    [Fact]
    public async Task What_is_sought_past_is_not_expected_any_more()
    {
        await StartAsync(held: [.. App.Layers]);

        await RunAsync(new CountingStream(new MemoryStream(Archives.OciLayout(App)), canSeek: true));

        Assert.DoesNotContain(" of ", _log.ProgressReports.Last(report => report.Id == 1).Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_a_leading_dot_are_the_same_names()
    {
        var node = await StartAsync();
        var archive = Archives.Tar(
        [
            .. Archives.Blobs(App.Blobs).Select(entry => Archives.File("./" + entry.Name, Content(entry))),
            Archives.File("./oci-layout", "{}"),
            Archives.File("./index.json", Archives.Index(App)),
        ]);

        await RunAsync(archive);

        Assert.Equal(5, Blobs(Archives.Read(node.Input)).Count());
    }

    [Fact]
    public async Task Folders_anywhere_in_a_layout_are_no_blobs()
    {
        var node = await StartAsync();

        await RunAsync(Archives.Tar(
        [
            Archives.File("oci-layout", "{}"), Archives.Folder("blobs/"), Archives.Folder("blobs/sha256/"), .. Archives.Blobs(App.Blobs), Archives.File("index.json", Archives.Index(App)),
        ]));

        Assert.All(Blobs(Archives.Read(node.Input)), entry => Assert.Equal(Path(entry.Content), entry.Name));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("blobs/sha256/../../../etc/passwd")]
    [InlineData("blobs/sha256/passwd")]
    public async Task A_name_that_leads_elsewhere_is_not_passed_on(string name)
    {
        var node = await StartAsync();

        await RunAsync(Archives.Tar([Archives.File(name, TestImage.Layer(9, 100)), .. Archives.Blobs(App.Blobs), Archives.File("index.json", Archives.Index(App))]));

        Assert.All(Archives.Read(node.Input), entry => Assert.True(entry.Name is "oci-layout" or "index.json" || entry.Name == Path(entry.Content), entry.Name));
        Assert.Null(_imports[0].Failure);
    }

    /// <summary>8 EiB, by the header; and 100 GB for what is to be kept in memory.</summary>
    [Theory]
    [InlineData("blobs/sha256/0000000000000000000000000000000000000000000000000000000000000000", long.MaxValue)]
    [InlineData("index.json", 100_000_000_000)]
    [InlineData("manifest.json", long.MaxValue)]
    public async Task An_absurd_length_is_an_archive_that_cannot_be_read(string name, long length)
    {
        var node = await StartAsync();
        byte[] archive = [.. TarBlocks.Header(name, length).Span, .. new byte[5000]];

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(archive));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
        Assert.False(node.IsCompleted);
    }

    [Fact]
    public async Task The_index_may_come_before_the_blobs()
    {
        var node = await StartAsync();

        await RunAsync(Archives.Tar([Archives.File("index.json", Archives.Index(App)), .. Archives.Blobs(App.Blobs)]));

        Assert.Equal(App.ManifestDigest, Assert.Single(Index(Archives.Read(node.Input)).Manifests).Digest);
    }

    [Fact]
    public async Task Of_several_images_in_the_archive_the_index_names_those_that_are_meant()
    {
        var other = TestImage.Create("other:1", TestImage.Layer(9, 100));
        var node = await StartAsync();

        await RunAsync(Archives.OciLayout(other, App));

        Assert.Equal([App.Name], Index(Archives.Read(node.Input)).Manifests.Select(manifest => manifest.Annotations["io.containerd.image.name"]));
    }

    [Fact]
    public async Task A_node_that_dies_in_the_middle_keeps_its_reason_and_the_others_get_everything()
    {
        var dying = await StartAsync(new FakeExecSession
        {
            Writing = (written, _) => written < 100_000 ? ValueTask.CompletedTask : throw new IOException("Broken pipe"),
            Completing = (_, _) => Task.FromResult(new ExecResult(1, [], "ctr: no space left on device")),
        });
        var healthy = await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        var failure = Assert.IsType<KindToolsException>(_imports[0].Failure);
        Assert.Equal(("ImageImportFailed", FailureCategory.InvalidOperation, _imports[0].Node.Name), (failure.ErrorId, failure.Category, failure.Target));
        Assert.Contains("no space left on device", failure.Message, StringComparison.Ordinal);
        Assert.True(dying.Input.Length < Large);
        Assert.Null(_imports[1].Failure);
        Assert.Equal(5, Blobs(Archives.Read(healthy.Input)).Count());
    }

    [Fact]
    public async Task A_node_whose_connection_is_lost_keeps_its_reason_and_the_others_get_everything()
    {
        var lost = new KindToolsException("EngineConnectionLost", FailureCategory.ConnectionError, "gone");
        await StartAsync(new FakeExecSession
        {
            Writing = (written, _) => written < 100_000 ? ValueTask.CompletedTask : throw new IOException("Connection reset by peer"),
            Completing = (_, _) => throw lost,
        });
        var healthy = await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        Assert.Same(lost, _imports[0].Failure);
        Assert.Equal(5, Blobs(Archives.Read(healthy.Input)).Count());
    }

    [Fact]
    public async Task A_node_that_refuses_at_the_end_keeps_its_reason()
    {
        await StartAsync(FakeEngine.Fails(1, "ctr: content digest sha256:1: not found"));

        await RunAsync(Archives.OciLayout(App));

        Assert.Contains("content digest sha256:1: not found", _imports[0].Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_nodes_have_failed_the_rest_of_the_archive_is_not_read()
    {
        await StartAsync(new FakeExecSession { Writing = (_, _) => throw new IOException("Broken pipe"), Completing = (_, _) => Task.FromResult(new ExecResult(1, [], "no")) });
        var archive = new CountingStream(new MemoryStream(Archives.OciLayout(App)));

        await RunAsync(archive);

        Assert.True(archive.BytesRead < Large, $"It read {archive.BytesRead} bytes.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_blob_that_is_not_what_its_digest_says_is_damage_and_no_node_is_told_that_the_archive_is_whole(int layer)
    {
        var node = await StartAsync();
        var damaged = App.Layers[layer].ToArray();
        damaged[damaged.Length / 2] ^= 1;
        var archive = Archives.Tar(
        [
            .. Archives.Blobs(App.Blobs).Select(entry => entry.Name == Path(App.Layers[layer]) ? Archives.File(entry.Name, damaged) : entry),
            Archives.File("index.json", Archives.Index(App)),
        ]);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(archive));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
        Assert.Contains($"its entry '{Path(App.Layers[layer])}' is damaged", failure.Message, StringComparison.Ordinal);
        Assert.False(node.IsCompleted);
    }

    [Fact]
    public async Task More_documents_than_any_archive_has_are_not_kept()
    {
        await StartAsync();
        var document = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', 4_000_000) + "\"}");

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(Archives.Tar(Enumerable.Range(0, 17).Select(i => Archives.File($"{i}.json", document)))));

        Assert.Contains("more manifests", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    // between two blocks, within a small blob, within a large blob, within the index
    [InlineData(1024 + 512)]
    [InlineData(1024 + 512 + 100)]
    [InlineData(3_000_000)]
    [InlineData(-3_000)]
    public async Task An_archive_that_is_cut_short_cannot_be_read_and_no_node_is_told_that_it_is_whole(int length)
    {
        var node = await StartAsync();
        var archive = Archives.OciLayout(App);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(new CountingStream(new MemoryStream(archive[..(length > 0 ? length : archive.Length + length)]))));

        Assert.Equal(("ArchiveNotReadable", FailureCategory.InvalidData), (failure.ErrorId, failure.Category));
        Assert.False(node.IsCompleted);
        Assert.DoesNotContain("index.json", Encoding.Latin1.GetString(node.Input), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_compression_is_an_archive_that_cannot_be_read()
    {
        await StartAsync();
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(Archives.OciLayout(App), TestContext.Current.CancellationToken);
        var bytes = packed.ToArray();
        bytes.AsSpan(bytes.Length / 2, 1000).Fill(0xff);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
    }

    [Fact]
    public async Task An_archive_cut_short_within_a_layer_that_is_sought_past_cannot_be_read()
    {
        var node = await StartAsync(held: [.. App.Layers]);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(new MemoryStream(Archives.OciLayout(App)[..3_000_000])));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
        Assert.False(node.IsCompleted);
    }

    [Fact]
    public async Task Damaged_zstd_is_an_archive_that_cannot_be_read()
    {
        await StartAsync();
        var packed = Compressed.Zstd(Archives.OciLayout(App));
        packed.AsSpan(packed.Length / 2, 500_000).Fill(0xff);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(new ZstdSharp.DecompressionStream(new MemoryStream(packed))));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    public async Task An_index_that_is_none_is_an_archive_that_cannot_be_read(string index)
    {
        await StartAsync();

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => RunAsync(Archives.OciLayout(index, App.Config)));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
    }

    [Fact]
    public async Task A_slow_node_holds_the_reading_back()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = await StartAsync(new FakeExecSession
        {
            Writing = async (written, _) =>
            {
                if (written < 100_000) return;
                waiting.TrySetResult();
                await release.Task;
            },
        });
        var quick = await StartAsync();
        var large = TestImage.Create("app:dev", TestImage.Layer(1, 16 * 1024 * 1024));
        var archive = new CountingStream(new MemoryStream(Archives.OciLayout(large)));

        var running = RunAsync(archive, large);
        await waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken); // Time enough to read everything, were it not held back.

        Assert.InRange(archive.BytesRead, 1, 2 * 1024 * 1024);
        Assert.InRange(quick.Input.Length, 1, 2 * 1024 * 1024);

        release.SetResult();
        await running;
        Assert.Equal(quick.Input, slow.Input);
        Assert.Equal(3, Blobs(Archives.Read(slow.Input)).Count());
    }

    [Fact]
    public async Task Cancelling_ends_a_transfer_to_a_node_that_does_not_read()
    {
        using var cancellation = new CancellationTokenSource();
        await StartAsync(new FakeExecSession
        {
            Writing = async (written, token) =>
            {
                if (written < 100_000) return;
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            },
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ArchiveTransfer(Job(App), _imports, Progress()).RunAsync(Opened(new MemoryStream(Archives.OciLayout(App))), cancellation.Token));
    }

    [Fact]
    public async Task Progress_tells_what_was_read_of_what_is_expected()
    {
        await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        Assert.All(_log.ProgressReports, report => Assert.InRange(report.PercentComplete ?? 0, 0, 100));
        var source = _log.ProgressReports.Where(report => report.Id == 1).ToList();
        Assert.All(source, report => Assert.Equal((null, "Importing app:dev"), (report.ParentId, report.Activity)));
        Assert.Contains(source, report => report.PercentComplete > 0 && report.Remaining is not null);
        Assert.Matches(@"^\S+ [kM]?B of \S+ MB, \S+ [kMG]?B/s$", source[0].Status);
        var node = _log.ProgressReports.Where(report => report.Id == 2).ToList();
        Assert.All(node, report => Assert.Equal((1, "node0"), (report.ParentId, report.Activity)));
        Assert.Matches(@"^\S+ MB, \S+ [kMG]?B/s$", node[^1].Status);
    }

    [Fact]
    public async Task An_empty_entry_first_does_not_upset_the_progress()
    {
        var node = await StartAsync();

        await RunAsync(Archives.Tar([Archives.File("blobs/sha256/" + TestImage.Digest([])[7..], []), .. Archives.Blobs(App.Blobs), Archives.File("index.json", Archives.Index(App))]));

        Assert.True(node.IsCompleted);
    }

    private static string Path(byte[] content) => "blobs/" + TestImage.Digest(content).Replace(':', '/');

    private static byte[] Content(TarEntry entry)
    {
        var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }

    private static IEnumerable<ArchiveEntry> Blobs(IEnumerable<ArchiveEntry> entries) =>
        entries.Where(entry => entry.Name.StartsWith("blobs/", StringComparison.Ordinal) && entry.Type != TarEntryType.Directory);

    private static OciIndex Index(IEnumerable<ArchiveEntry> entries) =>
        Assert.IsType<OciIndex>(OciDocument.TryParse(entries.Single(entry => entry.Name == "index.json").Content));

    private Task<FakeExecSession> StartAsync(params byte[][] held) => StartAsync(Taking(), everything: false, held);

    private Task<FakeExecSession> StartAsync(bool everything, params byte[][] held) => StartAsync(Taking(), everything, held);

    /// <summary>A node that takes everything.</summary>
    private static FakeExecSession Taking() => new()
    {
        Completing = (_, _) => Task.FromResult(new ExecResult(0, "--- taken\n--- images\nx86_64\n--- content\n"u8.ToArray(), "")),
    };

    private async Task<FakeExecSession> StartAsync(FakeExecSession session, bool everything = false, params byte[][] held)
    {
        _engine.Exec = (_, _) => session;
        var content = new NodeContent(new ImagePlatform("linux", "amd64", null), [], new Dictionary<string, (OciDocument, long)>());
        var state = NodeState.From(Kind.Node($"node{_imports.Count}"), content, held.ToDictionary(blob => TestImage.Digest(blob), blob => (long)blob.Length));
        var job = new TransferJob([App.Wanted], [state], everything);
        _imports.Add(await NodeImport.StartAsync(_engine, state, job, ImageTransferWay.Archive, TestContext.Current.CancellationToken));
        return session;
    }

    private static SourceArchive Opened(Stream content) => new(content, new Dictionary<string, string>());

    private TransferJob Job(TestImage image) => new([image.Wanted], [.. _imports.Select(import => import.State)], Everything: false);

    private TransferProgress Progress() => new(_log, "Importing app:dev", App.Blobs.Sum(blob => (long)blob.Length), _imports.Select(import => import.Node));

    private Task RunAsync(byte[] archive) => RunAsync(new CountingStream(new MemoryStream(archive)));

    private Task RunAsync(Stream archive, TestImage? image = null) =>
        new ArchiveTransfer(Job(image ?? App), _imports, Progress()).RunAsync(Opened(archive), TestContext.Current.CancellationToken);
}
