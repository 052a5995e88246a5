using Docker.DotNet;
using Docker.DotNet.Models;
using KindTools.Core.Images;

namespace KindTools.Core.Engines;

/// <summary>Looks images up by name. Each name is asked for; the platforms of all are one question.</summary>
internal sealed class DockerImages(DockerClient client)
{
    /// <summary>An engine that is asked about hundreds at once has no time for anybody else.</summary>
    private const int AtOnce = 8;

    /// <summary>The names stand in the address of a request.</summary>
    private const int InOneQuestion = 100;

    /// <summary>Each name with its image; with null where the engine has none.</summary>
    public async Task<IReadOnlyDictionary<string, EngineImage?>> FindAsync(IEnumerable<string> references, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, EngineImage?>();
        foreach (var names in references.Distinct().Chunk(InOneQuestion))
        {
            var images = new Dictionary<string, ImageInspectResponse?>();
            foreach (var some in names.Chunk(AtOnce))
            {
                var answers = await Task.WhenAll(some.Select(name => InspectAsync(name, cancellationToken))).ConfigureAwait(false);
                foreach (var (name, image) in some.Zip(answers)) images[name] = image;
            }

            var contents = await ListContentsAsync([.. names.Where(name => HasManifests(images[name]))], cancellationToken).ConfigureAwait(false);
            foreach (var name in names) found[name] = images[name] is { } image ? Describe(image, [.. contents[image.ID]]) : null;
        }

        return found;
    }

    private async Task<ImageInspectResponse?> InspectAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Images.InspectImageAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// What the containerd store holds for each platform, by the id of the image. Only the list of images tells the
    /// platforms behind an index; engines before API 1.47 say nothing of them.
    /// </summary>
    private async Task<ILookup<string, ImageContent>> ListContentsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return Array.Empty<ImageContent>().ToLookup(_ => "");

        // The filter takes names in their familiar form alone.
        var familiar = names.Select(name => ImageReference.TryParse(name, out var reference, out _) ? reference.Familiar : name).Distinct();
        var filters = new Dictionary<string, IDictionary<string, bool>> { ["reference"] = familiar.ToDictionary(name => name, _ => true) };
        var images = await client.Images.ListImagesAsync(new ImagesListParameters { Manifests = true, Filters = filters }, cancellationToken).ConfigureAwait(false);
        return (
            from image in images.DistinctBy(image => image.ID)
            from manifest in image.Manifests ?? []
            where manifest.Available
            let platform = manifest.ImageData?.Platform
            where platform is not null
            select (image.ID, Content: new ImageContent(Platform(platform.OS, platform.Architecture, platform.Variant), manifest.ID, ConfigDigest: null)))
            .ToLookup(pair => pair.ID, pair => pair.Content);
    }

    private static EngineImage Describe(ImageInspectResponse image, IReadOnlyList<ImageContent> contents)
    {
        var platform = Platform(image.Os, image.Architecture, image.Variant);
        if (!HasManifests(image)) return new EngineImage(image.ID, image.Size, [new ImageContent(platform, ManifestDigest: null, image.ID)]);

        return new EngineImage(image.ID, image.Size, contents.Count > 0 ? contents : [new ImageContent(platform, image.ID, ConfigDigest: null)], HasManifests: true);
    }

    /// <summary>Whether it is in a containerd store.</summary>
    private static bool HasManifests(ImageInspectResponse? image) => image?.Descriptor is not null;

    private static ImagePlatform? Platform(string os, string architecture, string? variant) =>
        ImagePlatform.TryParse($"{os}/{architecture}" + (string.IsNullOrEmpty(variant) ? "" : "/" + variant));
}
