namespace KindTools.Core.Manifests;

/// <summary>
/// What git leaves out in a folder: the .gitignore files from the root of the work tree down to it, and the work tree's
/// own info/exclude. Outside a work tree nothing is left out.
/// </summary>
internal sealed class IgnoreRules
{
    private const string IgnoreFile = ".gitignore";

    private readonly IgnoreRules? _outer;
    private readonly string _folder;
    private readonly IReadOnlyList<IgnorePattern> _patterns;

    private IgnoreRules(IgnoreRules? outer, string folder, string file)
    {
        (_outer, _folder) = (outer, folder);
        _patterns = File.Exists(file) ? [.. File.ReadLines(file).Select(IgnorePattern.Parse).OfType<IgnorePattern>()] : [];
    }

    /// <summary>The rules in a folder, or null outside a work tree.</summary>
    /// <exception cref="IOException">A file with patterns cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file with patterns may not be read.</exception>
    public static IgnoreRules? In(string folder)
    {
        if (IsRoot(folder)) return new(new(outer: null, folder, Path.Combine(folder, ".git", "info", "exclude")), folder, Path.Combine(folder, IgnoreFile));

        return Path.GetDirectoryName(folder) is { } parent ? In(parent)?.Enter(folder) : null;
    }

    /// <summary>The rules in a folder of this folder. One with a work tree of its own has rules of its own.</summary>
    public IgnoreRules Enter(string folder) => IsRoot(folder) ? In(folder)! : new(this, folder, Path.Combine(folder, IgnoreFile));

    /// <summary>Whether git leaves out something in this folder. The innermost file that has a word on it decides, and in it the last line.</summary>
    public bool Ignores(string path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._outer)
        {
            if (rules._patterns.Count == 0) continue;

            var relative = Path.GetRelativePath(rules._folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (rules._patterns.LastOrDefault(pattern => pattern.IsMatch(relative, isFolder)) is { } last) return !last.IsNegated;
        }

        return false;
    }

    private static bool IsRoot(string folder) => Path.Exists(Path.Combine(folder, ".git"));
}
