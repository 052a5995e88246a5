using System.IO.Compression;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

/// <summary>Archives that are not what they should be, and nodes that take no more.</summary>
public sealed class ArchiveFaultTests : ArchiveTransferTest
{
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
        Assert.Null(Imports[0].Failure);
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
    public async Task A_node_that_dies_in_the_middle_keeps_its_reason_and_the_others_get_everything()
    {
        var dying = await StartAsync(new FakeExecSession
        {
            Writing = (written, _) => written < 100_000 ? ValueTask.CompletedTask : throw new IOException("Broken pipe"),
            Completing = (_, _) => Task.FromResult(new ExecResult(1, [], "ctr: no space left on device")),
        });
        var healthy = await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        var failure = Assert.IsType<KindToolsException>(Imports[0].Failure);
        Assert.Equal(("ImageImportFailed", FailureCategory.InvalidOperation, Imports[0].Node.Name), (failure.ErrorId, failure.Category, failure.Target));
        Assert.Contains("no space left on device", failure.Message, StringComparison.Ordinal);
        Assert.True(dying.Input.Length < Large);
        Assert.Null(Imports[1].Failure);
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

        Assert.Same(lost, Imports[0].Failure);
        Assert.Equal(5, Blobs(Archives.Read(healthy.Input)).Count());
    }

    [Fact]
    public async Task A_node_that_refuses_at_the_end_keeps_its_reason()
    {
        await StartAsync(FakeEngine.Fails(1, "ctr: content digest sha256:1: not found"));

        await RunAsync(Archives.OciLayout(App));

        Assert.Contains("content digest sha256:1: not found", Imports[0].Failure?.Message, StringComparison.Ordinal);
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
}
