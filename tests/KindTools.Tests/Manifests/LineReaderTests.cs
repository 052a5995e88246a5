using KindTools.Core.Manifests;

namespace KindTools.Tests.Manifests;

public class LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("a\nb")]
    [InlineData("a\r\n\r\nb\n")]
    public async Task Lines_keep_their_line_breaks(string text)
    {
        var lines = await ReadAsync(text);

        Assert.Equal(text, string.Concat(lines));
        Assert.All(lines.SkipLast(1), line => Assert.EndsWith("\n", line, StringComparison.Ordinal));
        Assert.Equal(text.Split('\n').Length - (text.Length == 0 || text.EndsWith('\n') ? 1 : 0), lines.Count);
    }

    [Fact]
    public async Task A_line_may_be_longer_than_the_buffer_and_cross_its_end()
    {
        var text = string.Join('\n', Enumerable.Range(0, 50).Select(i => new string((char)('a' + (i % 26)), i * i * 131)));

        Assert.Equal(text, string.Concat(await ReadAsync(text)));
    }

    private static async Task<List<string>> ReadAsync(string text)
    {
        var reader = new LineReader(new StringReader(text));
        var lines = new List<string>();
        for (var line = await Next(); line.Length > 0; line = await Next()) lines.Add(line);
        return lines;

        async Task<string> Next() => (await reader.ReadAsync(TestContext.Current.CancellationToken)).ToString();
    }
}
