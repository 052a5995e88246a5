using KindTools.Core.Images;

namespace KindTools.Tests.Fuzz;

public class ReferenceFuzzTests
{
    private static readonly FuzzCorpus Corpus = new(
        FuzzCorpus.Lines("fuzz/reference/references.txt"),
        ":", "@", "/", ".", "-", "__", "_", "sha256:", "sha512:", "[", "]", "::", "localhost", "docker.io", "library/", "latest", "A", " ", "\n", "\0", "é", "://", "0123456789abcdef0123456789abcdef");

    [Fact]
    public void Any_text_is_a_reference_or_has_a_reason() => Corpus.Try(Corpus.Wounded, input =>
    {
        var text = input.Text;
        var isReference = FuzzCorpus.Counted(input, () => ImageReference.TryParse(text, out _, out _));

        Assert.Equal(isReference, ImageReference.TryParse(text, out var reference, out var reason));
        if (reference is null) Assert.NotEmpty(reason!);
        else AssertWellFormed(reference);
    });

    private static void AssertWellFormed(ImageReference reference)
    {
        Assert.NotEqual("", reference.Tag);
        Assert.InRange(reference.Path.Length, 1, 255);
        Assert.DoesNotContain(reference.ToString(), character => character is < '!' or > '~');

        // Whatever form it is written in, it stays the same image.
        Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
        Assert.Equal(reference, ImageReference.Parse(reference.Familiar));
        Assert.Equal(reference.Digest is null && reference.Tag is null ? "latest" : reference.Tag, reference.WithDefaultTag().Tag);
    }
}
