using KindTools.Core.Manifests;

namespace KindTools.Tests.Manifests;

public class DocumentSplitterTests
{
    public static TheoryData<string, string[]> Texts { get; } = new()
    {
        { "", [] },
        { "\n\n", [] },
        { "a: 1", ["a: 1"] },
        { "a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"] },
        { "---\na: 1\n---\nb: 2", ["---\na: 1\n", "---\nb: 2"] },
        { "a: 1\r\n---\r\nb: 2\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n"] },
        { "a: 1\n--- # comment\nb: 2\n", ["a: 1\n", "--- # comment\nb: 2\n"] },
        { "a: 1\n--- {b: 2}\n", ["a: 1\n", "--- {b: 2}\n"] },
        { "a: 1\n---", ["a: 1\n", "---"] },

        // comments and directives belong to what follows them
        { "# head\n\n---\na: 1\n", ["# head\n\n---\na: 1\n"] },
        { "%YAML 1.1\n---\na: 1\n", ["%YAML 1.1\n---\na: 1\n"] },
        { "a: 1\n---\n# nothing\n---\nb: 2\n", ["a: 1\n", "---\n# nothing\n", "---\nb: 2\n"] },

        // no markers
        { "a: 1\n----\n", ["a: 1\n----\n"] },
        { "a: |\n  ---\n  x\n", ["a: |\n  ---\n  x\n"] },
        { "a: 1\n---b\n", ["a: 1\n---b\n"] },
        { "- - -\n-- -\n", ["- - -\n-- -\n"] },

        { "\uFEFFa: 1\n", ["a: 1\n"] },
        { "\uFEFF---\na: 1\n", ["---\na: 1\n"] },

        // files with marks that were put together
        { "a: 1\n---\n\uFEFFb: 2\n", ["a: 1\n", "b: 2\n"] },
        { "\uFEFFa: 1\r\n--- # next\r\n\uFEFF# two\r\nb: 2\r\n", ["a: 1\r\n", "# two\r\nb: 2\r\n"] },
        { "# head\n---\n\uFEFF---\nb: 2\n", ["---\nb: 2\n"] },
        { "a: 1\n\uFEFFb: 2\n", ["a: 1\n\uFEFFb: 2\n"] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_cut_at_its_markers_and_nothing_is_lost(string text, string[] expected)
    {
        var documents = Split(text);

        Assert.Equal(expected, documents.Select(document => document.Text));
        var bare = text.TrimStart('\uFEFF');
        Assert.All(documents, document =>
        {
            Assert.Equal(document.Text, bare.Substring(document.Offset, document.Text.Length));
            Assert.Equal(bare[..document.Offset].Count(character => character == '\n') + 1, document.Line);
        });
    }

    [Fact]
    public void A_document_is_given_out_as_soon_as_the_next_one_begins()
    {
        var splitter = new DocumentSplitter();

        Assert.Null(splitter.Add("a: 1\n"));
        Assert.Equal("a: 1\n", splitter.Add("---\n")?.Text);
        Assert.Null(splitter.Add("b: 2\n"));
        Assert.Equal("---\nb: 2\n", splitter.Complete()?.Text);
        Assert.Null(splitter.Complete());
    }

    private static List<DocumentText> Split(string text)
    {
        var splitter = new DocumentSplitter();
        var documents = new List<DocumentText?>();
        for (var rest = text; rest.Length > 0;)
        {
            var end = rest.IndexOf('\n', StringComparison.Ordinal) is var at && at < 0 ? rest.Length : at + 1;
            documents.Add(splitter.Add(rest.AsSpan(0, end)));
            rest = rest[end..];
        }

        documents.Add(splitter.Complete());
        return [.. documents.OfType<DocumentText>()];
    }
}
