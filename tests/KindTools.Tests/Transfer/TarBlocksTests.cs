using System.Formats.Tar;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class TarBlocksTests
{
    private static readonly string LongFolder = new('d', 90);

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
    [InlineData(99, 0)]
    [InlineData(100, 0)]
    [InlineData(1, 100)]
    [InlineData(100, 100)]
    [InlineData(100, 155)]
    public void A_name_that_the_format_holds_is_read_back(int name, int folder)
    {
        var path = (folder > 0 ? new string('d', folder) + "/" : "") + new string('n', name);

        Assert.Equal(path, Assert.Single(WriteAndRead(path, [1])).Name);
    }

    [Theory]
    [InlineData("blöbs/sha256/ä")]
    [InlineData("ääääääääääääääääääääääääääääääääääääääääääääääääääää/ööööööööööööööööööööööööööööööööööööööööööööööööö")]
    public void A_name_that_is_longer_in_bytes_than_in_letters_is_read_back(string path) =>
        Assert.Equal(path, Assert.Single(WriteAndRead(path, [1])).Name);

    [Fact]
    public void A_name_is_split_at_a_separator_that_leaves_both_parts_short_enough()
    {
        var path = $"{LongFolder}/{LongFolder[..60]}/{LongFolder}/x";

        Assert.Equal(path, Assert.Single(WriteAndRead(path, [1])).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public void A_folder_with_a_long_name_is_read_back(string end)
    {
        var path = $"{LongFolder}/{LongFolder}{end}";

        var entry = Assert.Single(Archives.Read([.. TarBlocks.Header(path, 0, TarEntryType.Directory).Span, .. TarBlocks.End.Span]));

        Assert.Equal((path, TarEntryType.Directory), (entry.Name, entry.Type));
    }

    [Theory]
    [InlineData(101, 0)]
    [InlineData(101, 10)]
    [InlineData(10, 156)]
    public void A_name_that_the_format_does_not_hold_is_refused(int name, int folder)
    {
        var path = (folder > 0 ? new string('d', folder) + "/" : "") + new string('n', name);

        var failure = Assert.Throws<KindToolsException>(() => TarBlocks.Header(path, 0));

        Assert.Equal(("ArchiveNotReadable", FailureCategory.InvalidData), (failure.ErrorId, failure.Category));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void A_link_keeps_what_it_points_to(TarEntryType type)
    {
        var target = "../" + new string('1', 64) + "/layer.tar";

        var entry = Assert.Single(Archives.Read([.. TarBlocks.Header("2/layer.tar", 0, type, target).Span, .. TarBlocks.End.Span]));

        Assert.Equal(("2/layer.tar", type, target), (entry.Name, entry.Type, entry.Link));
    }

    [Fact]
    public void A_link_that_the_format_does_not_hold_is_refused() =>
        Assert.Equal("ArchiveNotReadable", Assert.Throws<KindToolsException>(() => TarBlocks.Header("x", 0, TarEntryType.SymbolicLink, new string('t', 101))).ErrorId);

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
            .. TarBlocks.Header("folder/", 0, TarEntryType.Directory).Span,
            .. TarBlocks.Header("b", 512).Span, .. new byte[512], .. TarBlocks.Padding(512).Span,
            .. TarBlocks.End.Span,
        ];

        Assert.Equal([("a", 3), ("folder/", 0), ("b", 512)], Archives.Read(archive).Select(entry => (entry.Name, entry.Content.Length)));
    }

    private static IReadOnlyList<ArchiveEntry> WriteAndRead(string name, byte[] content) =>
        Archives.Read([.. TarBlocks.Header(name, content.Length).Span, .. content, .. TarBlocks.Padding(content.Length).Span, .. TarBlocks.End.Span]);
}
