using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>Names that are there and that may have been meant, told apart by what differs.</summary>
/// <param name="OtherTags">The same repository, with other tags or digests.</param>
/// <param name="Similar">A repository that a typing error makes of the one that was asked for, or the same image name behind another prefix.</param>
/// <param name="All">Both, the nearest first.</param>
internal sealed record NearNames(IReadOnlyList<string> OtherTags, IReadOnlyList<string> Similar, IReadOnlyList<string> All)
{
    private const int Most = 3;

    /// <summary>Among the short names that are known.</summary>
    public static NearNames Of(ImageReference wanted, IReadOnlyList<string> known)
    {
        var others = known
            .Where(name => name != wanted.Familiar)
            .Distinct()
            .Select(name => (Name: name, Reference: ImageReference.TryParse(name, out var reference, out _) ? reference : null))
            .Where(other => other.Reference is not null)
            .ToList();

        List<string> tags = [.. others.Where(other => other.Reference!.Repository == wanted.Repository).Select(other => other.Name).Order(StringComparer.Ordinal)];
        List<string> similar =
        [
            .. others.Where(other => other.Reference!.Repository != wanted.Repository)
                .Select(other => (other.Name, other.Reference, Distance: DistanceOf(wanted, other.Reference!)))
                .Where(other => other.Distance <= Tolerance(wanted))
                .OrderBy(other => other.Distance)
                .ThenByDescending(other => other.Reference!.Tag == wanted.Tag)
                .ThenBy(other => other.Name, StringComparer.Ordinal)
                .Select(other => other.Name),
        ];
        return new NearNames([.. tags.Take(Most)], [.. similar.Take(Most)], [.. tags.Concat(similar).Take(Most)]);
    }

    // Letters that differ; the same image and tag behind another registry or user is as near as one letter.
    private static int DistanceOf(ImageReference wanted, ImageReference other) =>
        LastPart(wanted) == LastPart(other) && wanted.Tag == other.Tag ? 1 : NearMisses.Distance(wanted.Repository, other.Repository);

    // One error in four letters of what was typed last: absent is no typing error of digest.
    private static int Tolerance(ImageReference wanted) => Math.Max(1, LastPart(wanted).Length / 4);

    private static string LastPart(ImageReference reference) => reference.Path[(reference.Path.LastIndexOf('/') + 1)..];
}
