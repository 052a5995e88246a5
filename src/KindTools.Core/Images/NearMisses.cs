namespace KindTools.Core.Images;

/// <summary>Names that someone may have meant.</summary>
public static class NearMisses
{
    private const int Few = 3;

    /// <summary>
    /// The known names closest to one that does not exist: another tag of the same repository, the same image of another
    /// registry or user, or a typing error of at most a third of its letters.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int most = Few)
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

    /// <summary>Them as a sentence behind another, with the space between; empty when there are none.</summary>
    public static string Sentence(IReadOnlyList<string> near) => near.Count == 0 ? "" : $" Near it: {string.Join(", ", near)}.";

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

    /// <summary>
    /// How many typing errors lie between two names: letters too many, too few or wrong, and two in each other's place, of
    /// which the last is the most common of all (the "optimal string alignment", Damerau and Levenshtein).
    /// </summary>
    internal static int Distance(string one, string other)
    {
        var (before, last, row) = (new int[other.Length + 1], Enumerable.Range(0, other.Length + 1).ToArray(), new int[other.Length + 1]);
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[other.Length];
    }
}
