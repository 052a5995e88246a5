namespace KindTools.Core.Manifests;

/// <summary>
/// Hides the actions of a Go template (<c>{{ … }}</c>) and variables (<c>${…}</c>), which can make a text unreadable as
/// YAML, so that its containers can at least be found. Every character keeps its place; what is found there is never judged.
/// </summary>
internal static class TemplateMask
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string OpenVariable = "${";
    private const string CloseVariable = "}";

    /// <summary>Whether there is an action of a Go template.</summary>
    public static bool IsTemplate(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>Whether there is anything to hide.</summary>
    public static bool HasAny(string text) => IsTemplate(text) || text.Contains(OpenVariable, StringComparison.Ordinal);

    public static string Apply(string text) => string.Create(text.Length, text, static (masked, text) =>
    {
        text.CopyTo(masked);
        for (var start = 0; (start = Next(text, start)) >= 0;)
        {
            var isVariable = text[start] == '$';
            var close = text.IndexOf(isVariable ? CloseVariable : Close, start, StringComparison.Ordinal);
            var end = close < 0 ? text.Length : close + (isVariable ? CloseVariable : Close).Length;

            // An action that has its line to itself leaves nothing behind; within a line it stands for a word.
            var filler = !isVariable && IsAlone(masked[..start], text.AsSpan(end)) ? ' ' : 'x';
            foreach (ref var character in masked[start..end])
                if (character is not ('\r' or '\n')) character = filler;
            start = end;
        }
    });

    private static int Next(string text, int from)
    {
        var (action, variable) = (text.IndexOf(Open, from, StringComparison.Ordinal), text.IndexOf(OpenVariable, from, StringComparison.Ordinal));
        return action < 0 ? variable : variable < 0 ? action : Math.Min(action, variable);
    }

    private static bool IsAlone(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        var lineEnd = after.IndexOf('\n');
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace()
            && (lineEnd < 0 ? after : after[..lineEnd]) is var rest && (rest.IsWhiteSpace() || rest.TrimStart().StartsWith(Open));
    }
}
