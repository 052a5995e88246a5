namespace KindTools.Core.Manifests;

/// <summary>
/// Hides the actions of a Go template (<c>{{ … }}</c>), which most often make it unreadable as YAML, so that its
/// containers can at least be found. Every character keeps its place; what is found there is never judged.
/// </summary>
internal static class TemplateMask
{
    private const string Open = "{{";
    private const string Close = "}}";

    public static bool IsTemplate(string text) => text.Contains(Open, StringComparison.Ordinal);

    public static string Apply(string text) => string.Create(text.Length, text, static (masked, text) =>
    {
        text.CopyTo(masked);
        for (var start = 0; (start = Find(text, Open, start)) >= 0;)
        {
            var close = Find(text, Close, start);
            var end = close < 0 ? text.Length : close + Close.Length;

            // An action that has its line to itself leaves nothing behind; within a line it stands for a word.
            var filler = IsAlone(masked[..start], text.AsSpan(end)) ? ' ' : 'x';
            foreach (ref var character in masked[start..end])
                if (character is not ('\r' or '\n')) character = filler;
            start = end;
        }
    });

    private static int Find(string text, string what, int from) => text.IndexOf(what, from, StringComparison.Ordinal);

    private static bool IsAlone(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var lineEnd = after.IndexOf('\n');
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace()
            && (lineEnd < 0 ? after : after[..lineEnd]) is var rest && (rest.IsWhiteSpace() || rest.TrimStart().StartsWith(Open));
    }
}
