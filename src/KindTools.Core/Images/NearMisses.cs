namespace KindTools.Core.Images;

/// <summary>Names that someone may have meant.</summary>
public static class NearMisses
{
    /// <summary>
    /// The known names closest to one that does not exist: another tag of the same repository, the same image of another
    /// registry or user, or a typing error of at most a third of its letters.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int most)
    {
        var repository = Repository(name);
        return
        [
            .. known
                .Select(candidate => (candidate, Distance: DistanceOf(name, repository, candidate)))
                .Where(entry => entry.Distance <= Math.Max(1, name.Length / 3))
                .OrderBy(entry => entry.Distance)
                .ThenBy(entry => entry.candidate, StringComparer.Ordinal)
                .Take(most)
                .Select(entry => entry.candidate),
        ];
    }

    private static int DistanceOf(string name, string repository, string candidate)
    {
        var other = Repository(candidate);
        return other == repository ? 0 : LastPart(other) == LastPart(repository) ? 1 : Distance(name, candidate);
    }

    private static string LastPart(string repository) => repository[(repository.LastIndexOf('/') + 1)..];

    private static string Repository(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    /// <summary>Levenshtein's distance.</summary>
    internal static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                var substituted = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(substituted, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
