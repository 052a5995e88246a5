using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.Core.Manifests;

/// <summary>One line of a .gitignore file (gitignore(5), wildmatch.c).</summary>
internal sealed class IgnorePattern
{
    private readonly Regex _regex;
    private readonly bool _wantsFolder;

    private IgnorePattern(Regex regex, bool isNegated, bool wantsFolder) => (_regex, IsNegated, _wantsFolder) = (regex, isNegated, wantsFolder);

    /// <summary>True for <c>!…</c>, which takes back what an earlier pattern said.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line; null for one that is empty or a comment.</summary>
    public static IgnorePattern? Parse(string line)
    {
        var text = WithoutTrailingSpaces(line);
        if (text.Length == 0 || text[0] == '#') return null;

        var isNegated = text[0] == '!';
        if (isNegated) text = text[1..];
        var wantsFolder = text.EndsWith('/');
        if (wantsFolder) text = text[..^1];
        if (text.Length == 0) return null;

        // A slash anywhere but at the end ties a pattern to its own folder.
        var isAnchored = text.Contains('/', StringComparison.Ordinal);
        if (text[0] == '/') text = text[1..];
        try
        {
            return new IgnorePattern(new Regex(Translate(Bytes(text), isAnchored), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking), isNegated, wantsFolder);
        }
        catch (ArgumentException)
        {
            return null; // A range that runs backwards, for example, matches nothing.
        }
    }

    /// <summary>Whether a path is meant.</summary>
    /// <param name="path">Relative to the folder of the file that the pattern is in, with slashes.</param>
    /// <param name="isFolder">Whether it is that of a folder.</param>
    public bool IsMatch(string path, bool isFolder) => (isFolder || !_wantsFolder) && _regex.IsMatch(Bytes(path));

    // To git a name is bytes: a question mark stands for one of them.
    private static string Bytes(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.TrimEnd(' ').Length;
        return end < line.Length && end > 0 && line[end - 1] == '\\' ? line[..(end + 1)] : line[..end];
    }

    private static string Translate(string text, bool isAnchored)
    {
        var regex = new StringBuilder(isAnchored ? @"\A" : @"(?:\A|/)");
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '*' when IsFolders(text, at):
                    // '**/' is any number of folders, also none; a final '/**' is everything within.
                    var isLast = at + 2 == text.Length;
                    regex.Append(isLast ? ".+" : "(?:.*/)?");
                    at += isLast ? 1 : 2;
                    break;
                case '*':
                    while (at + 1 < text.Length && text[at + 1] == '*') at++;
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when EndOfClass(text, at) is var end && end > 0:
                    regex.Append(Class(text[(at + 1)..end]));
                    at = end;
                    break;
                case '\\' when at + 1 < text.Length:
                    regex.Append(Regex.Escape(text[++at].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(text[at].ToString()));
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    // Two stars are special where a slash or an end is on either side.
    private static bool IsFolders(string text, int at) =>
        at + 1 < text.Length && text[at + 1] == '*'
        && (at == 0 || text[at - 1] == '/')
        && (at + 2 == text.Length ? at > 0 : text[at + 2] == '/');

    private static int EndOfClass(string text, int open)
    {
        var first = open + 1 < text.Length && text[open + 1] is '!' or '^' ? open + 2 : open + 1;
        return first < text.Length ? text.IndexOf(']', first + 1) : -1;
    }

    private static string Class(string content)
    {
        var isNegated = content[0] is '!' or '^';
        var members = (isNegated ? content[1..] : content).Replace("\\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal);
        return isNegated ? $"[^/{members}]" : $"[{members}]";
    }
}
