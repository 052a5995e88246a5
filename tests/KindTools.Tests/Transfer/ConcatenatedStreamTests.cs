using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public sealed class ConcatenatedStreamTests
{
    private static readonly byte[] One = TestImage.Layer(1, 1000);
    private static readonly byte[] Two = TestImage.Layer(2, 3000);
    private static readonly byte[] Three = TestImage.Layer(3, 10);

    private readonly List<CountingStream> _opened = [];

    [Fact]
    public async Task Parts_follow_each_other()
    {
        await using var stream = Of(One, [], Two, Three, []);
        var content = new MemoryStream();

        await stream.CopyToAsync(content, 700, TestContext.Current.CancellationToken);

        Assert.Equal([.. One, .. Two, .. Three], content.ToArray());
        Assert.Equal(content.Length, stream.Length);
        Assert.Equal(3, _opened.Count);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(999, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2000)]
    [InlineData(4000, 10)]
    public void It_is_read_from_any_place(int position, int length)
    {
        using var stream = Of(One, Two, Three);
        byte[] all = [.. One, .. Two, .. Three];
        var buffer = new byte[length];

        foreach (var start in new[] { position, 0, position })
        {
            stream.Position = start;
            stream.ReadExactly(buffer);

            Assert.Equal(all[start..(start + length)], buffer);
            Assert.Equal(start + length, stream.Position);
        }
    }

    [Fact]
    public void A_part_that_is_sought_past_is_not_opened()
    {
        using var stream = Of(One, Two, Three);
        stream.ReadByte();
        stream.Seek(-3, SeekOrigin.End);
        stream.ReadByte();

        Assert.Equal(2, _opened.Count);
        Assert.All(_opened, part => Assert.Equal(1, part.BytesRead));
    }

    [Fact]
    public void At_the_end_and_past_it_nothing_comes()
    {
        using var stream = Of(One);
        stream.Position = 1000;
        Assert.Equal(0, stream.Read(new byte[5]));

        stream.Position = 5000;
        Assert.Equal(0, stream.Read(new byte[5]));
        Assert.Empty(_opened);
    }

    [Fact]
    public void A_part_is_closed_when_reading_has_left_it_and_the_last_with_the_stream()
    {
        var stream = Of(One, Two);
        stream.ReadExactly(new byte[1001]);
        Assert.Throws<ObjectDisposedException>(() => _opened[0].ReadByte());

        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _opened[1].ReadByte());
    }

    [Fact]
    public void A_part_that_became_shorter_is_not_taken_for_whole()
    {
        using var stream = new ConcatenatedStream([new StreamPart(2000, () => new MemoryStream(One)), StreamPart.Of(Two)]);

        Assert.Throws<EndOfStreamException>(() => stream.ReadExactly(new byte[1500]));
    }

    private ConcatenatedStream Of(params byte[][] parts) => new(parts.Select(part => new StreamPart(part.Length, () =>
    {
        _opened.Add(new CountingStream(new MemoryStream(part), canSeek: true));
        return _opened[^1];
    })));
}
