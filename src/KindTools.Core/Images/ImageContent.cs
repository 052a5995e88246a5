namespace KindTools.Core.Images;

/// <summary>
/// An image for one platform, told by content. Of the two digests either is enough: the same image has another manifest
/// where its layers are compressed otherwise, and an engine does not always tell the digest of its configuration.
/// </summary>
/// <param name="Platform">What it runs on; null where the source does not tell.</param>
/// <param name="ManifestDigest">The digest of its manifest; null where the source does not tell.</param>
/// <param name="ConfigDigest">The digest of its configuration, which is the image id; null where the source does not tell.</param>
public sealed record ImageContent(ImagePlatform? Platform, string? ManifestDigest, string? ConfigDigest)
{
    /// <summary>Everything it is made of, with lengths in bytes; null where the source does not tell beforehand.</summary>
    public IReadOnlyDictionary<string, long>? Blobs { get; init; }

    /// <summary>Whether a manifest, with the configuration it names, is this image's.</summary>
    public bool Is(string manifestDigest, OciManifest manifest) => ManifestDigest == manifestDigest || ConfigDigest == manifest.Config.Digest;

    /// <summary>Of several, the one that runs best on a platform, or null. One that does not tell its platform may run.</summary>
    public static ImageContent? For(ImagePlatform platform, IReadOnlyList<ImageContent> contents) => platform.Runs
        .Select(runs => contents.FirstOrDefault(content => content.Platform == runs))
        .OfType<ImageContent>()
        .FirstOrDefault()
        ?? contents.FirstOrDefault(content => content.Platform is null);
}
