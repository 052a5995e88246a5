using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using KindTools.Core.Engines;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Images by name from the container engine.</summary>
public sealed partial class EngineImageSource(IContainerEngine engine, IReadOnlyList<string> names) : IImageSource
{
    private const string FileAdvice = "Archives and folders are imported with -Path.";

    /// <inheritdoc/>
    public string Description => $"the container engine at {engine.Endpoint}";

    /// <inheritdoc/>
    public bool IsEngine => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var references = new Dictionary<string, (ImageReference Reference, string Name)>();
        foreach (var name in names.Distinct())
        {
            if (TryName(name, out var reference, out var reason))
                references.TryAdd(reference.ToString(), (reference, name));
            else
                log.Error(new KindToolsException("ImageReferenceInvalid", FailureCategory.InvalidArgument, $"'{name}' is not an image reference: {reason}.{(LooksLikeFile().IsMatch(name) ? " " + FileAdvice : "")}", name));
        }

        var found = await engine.FindImagesAsync(references.Keys, cancellationToken).ConfigureAwait(false);
        var images = new List<SourceImage>();
        foreach (var (key, (reference, name)) in references)
        {
            if (found[key] is { } image)
                images.Add(new SourceImage(reference, image.Id, image.Contents, image.Size) { HasManifests = image.HasManifests });
            else
                log.Error(await NotFoundAsync(reference, name, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }

    /// <inheritdoc/>
    /// <remarks>Several names of one image are one image in the archive.</remarks>
    public long Expect(IReadOnlyList<SourceImage> images) => images.DistinctBy(image => image.Id).Sum(image => image.Size);

    /// <inheritdoc/>
    public async Task<SourceArchive> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken) => new(
        await engine.SaveImagesAsync([.. images.Select(image => image.SourceName).Distinct()], cancellationToken).ConfigureAwait(false),
        new Dictionary<string, string>());

    /// <summary>
    /// The name that is meant. A save of a bare repository would export all its tags; of a name with a tag and a digest,
    /// pods use the digest (distribution/reference, <c>ParseDockerRef</c>).
    /// </summary>
    internal static bool TryName(string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? reason)
    {
        if (!ImageReference.TryParse(text, out reference, out reason)) return false;

        reference = reference.Digest is null ? reference.WithDefaultTag() : reference with { Tag = null };
        return true;
    }

    private async Task<KindToolsException> NotFoundAsync(ImageReference reference, string name, CancellationToken cancellationToken)
    {
        var known = await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false);
        var near = NearMisses.Of(reference.Familiar, known);
        var suggestion = near.Count > 0 ? NearMisses.Sentence(near)
            : ImageId().IsMatch(name) ? $" It looks like an image's id, and nodes know images by name: 'docker tag {name} NAME:TAG' gives it one."
            : LooksLikeFile().IsMatch(name) ? " " + FileAdvice
            : " 'docker images' lists those there are.";
        return new KindToolsException(
            "ImageNotFound",
            FailureCategory.ObjectNotFound,
            $"The container engine at {engine.Endpoint} has no image '{name}'.{suggestion}",
            name);
    }

    [GeneratedRegex(@"^(?:\.{0,2}[/\\]|~|[A-Za-z]:[/\\])|\.(?:tar|tgz|tar\.gz|tar\.zst)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeFile();

    /// <summary>As <c>docker images</c> shows ids, or in full.</summary>
    [GeneratedRegex("^(sha256:[0-9a-f]{64}|[0-9a-f]{12}|[0-9a-f]{64})$", RegexOptions.CultureInvariant)]
    private static partial Regex ImageId();
}
