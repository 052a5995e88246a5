using KindTools.Core.Engines;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Images by name from the container engine.</summary>
public sealed class EngineImageSource(IContainerEngine engine, IReadOnlyList<string> names) : IImageSource
{
    private const int MostSuggestions = 3;

    /// <inheritdoc/>
    public string Description => $"the container engine at {engine.Endpoint}";

    /// <inheritdoc/>
    public bool IsEngine => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var images = new List<SourceImage>();
        foreach (var name in names.Distinct())
        {
            if (!ImageReference.TryParse(name, out var parsed, out var reason))
            {
                log.Error(new KindToolsException("ImageReferenceInvalid", FailureCategory.InvalidArgument, $"'{name}' is not an image reference: {reason}", name));
                continue;
            }

            // A save of a bare repository would export all its tags, and one by digest loses the name.
            var reference = parsed.WithDefaultTag();
            if (reference.Tag is null)
            {
                log.Error(new KindToolsException(
                    "ImageReferenceInvalid",
                    FailureCategory.InvalidArgument,
                    $"'{name}' names an image by digest alone, and an import by digest would leave it without a name on the nodes. Give it a tag in the engine ('docker tag {name} {reference.Familiar}:TAG') and import that.",
                    name));
                continue;
            }

            if (images.Exists(image => image.Reference.ToString() == reference.ToString())) continue;
            if (await engine.FindImageAsync(reference.ToString(), cancellationToken).ConfigureAwait(false) is { } found)
                images.Add(new SourceImage(reference, found.Id, ImagePlatform.TryParse(found.Platform), found.Size, found.MayHoldSeveralPlatforms));
            else
                log.Error(await NotFoundAsync(reference, name, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }

    /// <inheritdoc/>
    /// <remarks>Several names of one image are one image in the archive.</remarks>
    public long Expect(IReadOnlyList<SourceImage> images) => images.DistinctBy(image => image.Id).Sum(image => image.Size);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken) =>
        engine.SaveImagesAsync([.. images.Select(image => image.Reference.ToString())], cancellationToken);

    private async Task<KindToolsException> NotFoundAsync(ImageReference reference, string name, CancellationToken cancellationToken)
    {
        var known = await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false);
        var near = NearMisses.Of(reference.Familiar, known, MostSuggestions);
        var suggestion = near.Count > 0 ? $" Near it: {string.Join(", ", near)}." : " 'docker images' lists those there are.";
        return new KindToolsException(
            "ImageNotFound",
            FailureCategory.ObjectNotFound,
            $"The container engine at {engine.Endpoint} has no image '{name}'.{suggestion}",
            name);
    }
}
