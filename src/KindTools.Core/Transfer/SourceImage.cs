using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>An image that can be imported.</summary>
/// <param name="Reference">The name under which nodes will have it.</param>
/// <param name="Id">The digest that the source names it by: of its configuration, its manifest or its index.</param>
/// <param name="Contents">The image for each platform that the source holds.</param>
/// <param name="Size">Bytes, for an estimate only.</param>
public sealed record SourceImage(ImageReference Reference, string Id, IReadOnlyList<ImageContent> Contents, long Size)
{
    /// <summary>The name by which the source knows it.</summary>
    public string SourceName { get; init; } = Reference.ToString();

    /// <summary>Whether an engine's push has to be told which of several platforms is meant.</summary>
    public bool HasManifests { get; init; }

    /// <summary>The image for a platform.</summary>
    public ImageContent ContentFor(ImagePlatform platform) => ImageContent.For(platform, Contents) ?? throw new KindToolsException(
        "PlatformNotAvailable",
        FailureCategory.ObjectNotFound,
        $"'{SourceName}' is not there for {platform}; there is {(Contents.Count == 0 ? "no platform at all" : string.Join(", ", Contents.Select(content => content.Platform?.ToString()).Order(StringComparer.Ordinal)))}. Build or pull it for {platform}, or say with -Platform which of them to import.",
        SourceName);
}
