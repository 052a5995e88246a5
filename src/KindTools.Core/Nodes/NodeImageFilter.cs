using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>Chooses images by name: short or fully qualified, with a tag or without.</summary>
public sealed class NodeImageFilter(IReadOnlyList<NamePattern> names)
{
    private const int MostSuggestions = 3;

    /// <summary>The name as people write it, for example <c>app:dev</c> for <c>docker.io/library/app:dev</c>.</summary>
    public static string FamiliarName(KindNodeImage image) =>
        ImageReference.TryParse(image.Image, out var reference, out _) ? reference.Familiar : image.Image;

    /// <summary>The images that are meant. A name without wildcards that no node has is reported.</summary>
    public async IAsyncEnumerable<KindNodeImage> ApplyAsync(IAsyncEnumerable<KindNodeImage> images, IActivityLog log)
    {
        var unmet = names.Where(name => !name.HasWildcards).ToHashSet();
        var known = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var image in images.ConfigureAwait(false))
        {
            var candidates = Candidates(image).ToList();
            var matches = names.Where(name => candidates.Exists(candidate => name.IsMatch(candidate))).ToList();
            unmet.ExceptWith(matches);
            known.Add(FamiliarName(image));
            if (names.Count == 0 || matches.Count > 0) yield return image;
        }

        foreach (var name in unmet) log.Error(NotFound(name, known));
    }

    private static IEnumerable<string> Candidates(KindNodeImage image)
    {
        yield return image.Image;
        if (image.ImageId is not null) yield return image.ImageId;
        if (!ImageReference.TryParse(image.Image, out var reference, out _)) yield break;

        yield return reference.Familiar;
        yield return reference.Repository;
        yield return (reference with { Tag = null, Digest = null }).Familiar;
    }

    private static KindToolsException NotFound(NamePattern name, SortedSet<string> known)
    {
        var near = NearMisses.Of(name.Text, known, MostSuggestions);
        var suggestion = near.Count > 0 ? $" Near it: {string.Join(", ", near)}." : "";
        return new KindToolsException(
            "ImageNotFound",
            FailureCategory.ObjectNotFound,
            $"None of the nodes asked has an image '{name.Text}'.{suggestion} 'Import-KindImage {name.Text}' brings it from the container engine.",
            name.Text);
    }
}
