using System.Text;
using CsCheck;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Fuzz;

public class ArchiveFuzzTests
{
    private const int Block = 512;

    private static readonly FuzzCorpus Corpus = new(
        FuzzCorpus.Files("fuzz/archive"),
        "{", "}", "[", "]", "\"", ":", ",", "null", "\"digest\":\"sha256:\"", "\"manifests\":[", "\"layers\":[]", "\"config\":{}", "\"annotations\":{\"a\":\"b\",\"a\":\"b\"}", "\"size\":-1", "\\ud800", "\0", "../", "./",
        "blobs/sha256/", "index.json", "manifest.json", "layer.tar", "\"RepoTags\":[\"app\"]", "ustar\000", "ustar  \0", "path=", "size=", "L", "K", "x", "g", "S", "\u001f\u008b");

    /// <summary>With the sums of headers put right, or nothing would be read behind the first that was hit.</summary>
    private static readonly Gen<FuzzCase> Archives = Gen.Select(Corpus.Wounded, Gen.Int[0, 9], (input, luck) => luck == 0 ? input : input with { Content = WithSums(input.Content) });

    [Fact]
    public void Any_file_is_an_archive_of_named_images_or_one_that_cannot_be_read() => Corpus.Try(Archives, input =>
    {
        var content = new CountingStream(new MemoryStream(input.Content), canSeek: true);
        var source = new ArchiveFileSource("app.tar", () => content);

        var images = FuzzCorpus.Counted(input, () => Outcome(() => source.ListAsync(new RecordingLog(), CancellationToken.None).GetAwaiter().GetResult()));

        Assert.InRange(content.BytesRead, 0, input.Content.Length + Block);
        Assert.All(images ?? [], image =>
        {
            Assert.NotNull(image.Reference.Tag);
            Assert.All(image.Contents, part => Assert.True(part.ManifestDigest is not null || part.ConfigDigest is not null));
            Assert.All(image.Contents.SelectMany(part => part.Blobs ?? new Dictionary<string, long>()), blob => Assert.True(blob.Value >= 0, $"{blob.Key} has {blob.Value} bytes"));
        });
    });

    [Fact]
    public void What_is_imported_of_any_file_is_whole() => Corpus.Try(Archives, input =>
    {
        var node = new FakeNode();
        var importer = new ImageImporter(FakeNode.EngineOf(node), new ArchiveFileSource("app.tar", () => new MemoryStream(input.Content)), new ImportOptions(), new RecordingLog());

        var results = Outcome(() => importer.PlanAsync(new ImportTargets([node.Node]), CancellationToken.None).GetAwaiter().GetResult()) is { } plans
            ? Outcome(() => importer.RunAsync(plans).GetAwaiter().GetResult())
            : null;

        Assert.All(results ?? [], result =>
        {
            Assert.Equal(result.Status == ImageImportStatus.Imported, node.Names.ContainsKey(result.Image));
            Assert.True(result.BytesSent >= 0 && result.BytesTotal >= result.BytesSent && result.BlobsTotal >= result.BlobsSent, result.ToString());
            Assert.Equal(result.Status == ImageImportStatus.Failed, result.Error is not null);
        });
        Assert.All(node.Content, blob => Assert.Equal(blob.Key, TestImage.Digest(blob.Value)));
    });

    /// <summary>Null where it ended as an archive may end that is none.</summary>
    private static T? Outcome<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (KindToolsException failure)
        {
            Assert.Contains(failure.ErrorId, (string[])["ArchiveNotReadable", "PlatformNotAvailable", "SourceNotReadable"]);
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
            return null;
        }
    }

    /// <summary>Puts the sum right in every block that may be a header (POSIX.1-1988, ustar).</summary>
    private static byte[] WithSums(byte[] archive)
    {
        var mended = (byte[])archive.Clone();
        for (var at = 0; at + Block <= mended.Length; at += Block)
        {
            var header = mended.AsSpan(at, Block);
            if (!header[257..].StartsWith("ustar"u8)) continue;

            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in header) sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
        }

        return mended;
    }
}
