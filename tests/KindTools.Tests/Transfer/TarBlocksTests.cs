using System.Formats.Tar;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class TarBlocksTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(100_000)]
    public void A_file_of_any_length_is_read_back(int length)
    {
        var content = TestImage.Layer(length, length);

        var entry = Assert.Single(WriteAndRead("index.json", content));

        Assert.Equal(("index.json", TarEntryType.RegularFile), (entry.Name, entry.Type));
        Assert.Equal(content, entry.Content);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(100)]
    public void A_name_is_read_back(int length)
    {
        var name = new string('n', length);

        Assert.Equal(name, Assert.Single(WriteAndRead(name, [1])).Name);
    }

    [Theory]
    [InlineData((1L << 33) - 1)]
    [InlineData(1L << 33)]
    [InlineData(20_000_000_000)]
    [InlineData(1L << 45)]
    public void A_length_over_8_GiB_is_read_back(long length)
    {
        using var reader = new TarReader(new CountingStream(new MemoryStream(TarBlocks.Header("blobs/sha256/x", length).ToArray())));

        // The content is not there; the header alone tells its length.
        Assert.Equal(length, reader.GetNextEntry()!.Length);
    }

    [Fact]
    public void Several_entries_follow_each_other()
    {
        byte[] archive =
        [
            .. TarBlocks.Header("a", 3).Span, .. "one"u8, .. TarBlocks.Padding(3).Span,
            .. TarBlocks.Header("empty", 0).Span,
            .. TarBlocks.Header("b", 512).Span, .. new byte[512], .. TarBlocks.Padding(512).Span,
            .. TarBlocks.End.Span,
        ];

        Assert.Equal([("a", 3), ("empty", 0), ("b", 512)], Archives.Read(archive).Select(entry => (entry.Name, entry.Content.Length)));
    }

    private static IReadOnlyList<ArchiveEntry> WriteAndRead(string name, byte[] content) =>
        Archives.Read([.. TarBlocks.Header(name, content.Length).Span, .. content, .. TarBlocks.Padding(content.Length).Span, .. TarBlocks.End.Span]);
}
