using System.Formats.Tar;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

/// <summary>What nodes get of an archive, and how it is read.</summary>
public sealed class ArchiveTransferTests : ArchiveTransferTest
{
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
        Assert.Equal([false, true, true], Imports.Select(import => import.LeftOut));
        Assert.Equal(
            [App.Blobs.Sum(blob => (long)blob.Length), 70_000 + App.Config.Length + App.Manifest.Length, 0],
            Imports.Select(import => import.Sent.Values.Sum()));
    }

    [Fact]
    public async Task A_node_that_is_to_get_everything_gets_everything()
    {
        var node = await StartAsync(everything: true, held: [.. App.Blobs]);

        await RunAsync(Archives.OciLayout(App));

        Assert.Equal(5, Blobs(Archives.Read(node.Input)).Count());
        Assert.False(Assert.Single(Imports).LeftOut);
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

        Assert.DoesNotContain(" of ", Log.ProgressReports.Last(report => report.Id == 1).Status, StringComparison.Ordinal);
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ArchiveTransfer(Job(App), Imports, Progress()).RunAsync(Opened(new MemoryStream(Archives.OciLayout(App))), cancellation.Token));
    }

    [Fact]
    public async Task Progress_tells_what_was_read_of_what_is_expected()
    {
        await StartAsync();

        await RunAsync(Archives.OciLayout(App));

        Assert.All(Log.ProgressReports, report => Assert.InRange(report.PercentComplete ?? 0, 0, 100));
        var source = Log.ProgressReports.Where(report => report.Id == 1).ToList();
        Assert.All(source, report => Assert.Equal((null, "Importing app:dev"), (report.ParentId, report.Activity)));
        Assert.Contains(source, report => report.PercentComplete > 0 && report.Remaining is not null);
        Assert.Matches(@"^\S+ [kM]?B of \S+ MB, \S+ [kMG]?B/s$", source[0].Status);
        var node = Log.ProgressReports.Where(report => report.Id == 2).ToList();
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

    private static byte[] Content(TarEntry entry)
    {
        var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
