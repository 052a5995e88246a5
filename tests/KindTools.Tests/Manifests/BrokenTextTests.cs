using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

public class BrokenTextTests
{
    [Theory]
    [InlineData("a: b\n\tc: d", "line 2, column 1", "\tc: d")]
    [InlineData("a:\n  b: 1\n  \tc: 2\nd: 3", "line 3, column 3", "  \tc: 2")]
    [InlineData("a: b\n c: d: e", "line 2, column 3", " c: d: e")]
    [InlineData("a: [1, 2", "line 2, column 1", "")]
    [InlineData("a: @b", "line 1, column 4", "a: @b")]
    [InlineData("{\"a\": 1}\n  {\"b\": 2}", "line 2, column 3", "  {\"b\": 2}")]
    [InlineData("a:\n  b: 'c':\n", "line 2, column 9", "  b: 'c':")]
    [InlineData("a: b\nc: d\u0007", "line 2, column 5", "c: d\u0007")]
    [InlineData("a: b\n\0c: d", "line 2, column 1", "\0c: d")]
    [InlineData("{\"a\": \"\u001b[0m\"}", "line 1, column 8", "{\"a\": \"\u001b[0m\"}")]
    [InlineData("a: {b: {c---\nd: {e: f}}}", "line 1, column", "a: {b: {c---")]
    public void The_error_says_where_and_shows_the_line(string text, string place, string line)
    {
        var (results, errors) = TestBroken(text);

        Assert.Empty(results);
        var error = Assert.Single(errors);
        Assert.Equal(("ManifestSyntaxError", FailureCategory.ParserError), (error.ErrorId, error.Category));
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(Environment.NewLine + line, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_document_takes_no_other_with_it()
    {
        var good = Pod("containers: [{image: app:1}]");

        var (results, errors) = TestBroken($"{good}---\na: b: c\n---\n{good}");

        Assert.Equal([(0, 6), (2, 15)], results.Select(result => (result.Document, result.Line)));
        Assert.Contains("line 8, column 5", Assert.Single(errors).Message, StringComparison.Ordinal);
    }
}
