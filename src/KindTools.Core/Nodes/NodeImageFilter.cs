using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>Chooses images by name (short or fully qualified, with a tag or without) or by id. For one use: it remembers what it has met.</summary>
public sealed class NodeImageFilter(IReadOnlyList<NamePattern> names)
{
    private const int IdLength = 13;

    private readonly HashSet<NamePattern> _unmet = [.. names.Where(name => !name.HasWildcards)];
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The name as people write it, for example <c>app:dev</c> for <c>docker.io/library/app:dev</c>.</summary>
    public static string FamiliarName(KindNodeImage image) => FamiliarName(image.Image);

    internal static string FamiliarName(string image) => ImageReference.TryParse(image, out var reference, out _) ? reference.Familiar : image;

    /// <summary>What is wrong where only nodes were asked.</summary>
    internal static string OnNoNode(string name) => $"None of the nodes asked has an image '{name}'.";

    /// <summary>The images that are meant. A name without wildcards that no node has is reported.</summary>
    public async IAsyncEnumerable<KindNodeImage> ApplyAsync(IAsyncEnumerable<KindNodeImage> images, IActivityLog log)
    {
        await foreach (var image in images.ConfigureAwait(false))
        {
            if (IsMeant(image, out _)) yield return image;
        }

        ReportUnmet(log, OnNoNode, name => $"'Import-KindImage {name}' brings it from the container engine.");
    }

    /// <summary>Whether an image is meant, and whether by a name without wildcards.</summary>
    internal bool IsMeant(KindNodeImage image, out bool exactly) => IsMeant(image.Image, image.ImageId, out exactly);

    /// <summary>Whether an image is meant, and whether by a name without wildcards.</summary>
    internal bool IsMeant(string image, string? imageId, out bool exactly)
    {
        var candidates = Candidates(image, imageId).ToList();
        var matches = names.Where(name => candidates.Exists(candidate => name.IsMatch(candidate))).ToList();
        _unmet.ExceptWith(matches);
        _known.Add(FamiliarName(image));
        exactly = matches.Exists(name => !name.HasWildcards);
        return names.Count == 0 || matches.Count > 0;
    }

    /// <summary>Reports the names without wildcards that no image had so far, in the words that fit what is being done.</summary>
    internal void ReportUnmet(IActivityLog log, Func<string, string> problem, Func<string, string> advice)
    {
        foreach (var name in _unmet) log.Error(NotFound(name, problem(name.Text), advice(name.Text)));
    }

    private static IEnumerable<string> Candidates(string image, string? imageId)
    {
        yield return image;
        if (imageId is not null)
        {
            // As it is, without the algorithm, and as tables and crictl show it.
            yield return imageId;
            if (imageId.Split(':') is [_, { Length: > IdLength } hex])
            {
                yield return hex;
                yield return hex[..IdLength];
            }
        }

        if (!ImageReference.TryParse(image, out var reference, out _)) yield break;

        yield return reference.Familiar;
        yield return reference.Repository;
        yield return (reference with { Tag = null, Digest = null }).Familiar;
    }

    private KindToolsException NotFound(NamePattern name, string problem, string advice)
    {
        var suggestion = NearMisses.Sentence(NearMisses.Of(name.Text, _known));
        return new KindToolsException("ImageNotFound", FailureCategory.ObjectNotFound, $"{problem}{suggestion} {advice}", name.Text);
    }
}
