using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>What the user asked of an import beyond the images and the nodes.</summary>
public sealed record ImportOptions
{
    /// <summary>The name under which nodes are to have the one image; null for its own.</summary>
    public ImageReference? As { get; init; }

    /// <summary>The platform to import, also one that the nodes do not run; null for what each node runs.</summary>
    public ImagePlatform? Platform { get; init; }

    /// <summary>Whether to send everything, whatever the nodes seem to have.</summary>
    public bool Force { get; init; }

    /// <summary>From what users type.</summary>
    public static ImportOptions Parse(string? name, string? platform, bool force) => new()
    {
        As = name is null ? null : ParseName(name),
        Platform = platform is null ? null : ParsePlatform(platform),
        Force = force,
    };

    private static ImageReference ParseName(string name)
    {
        var reason = "it holds a digest, which only content can give";
        if (ImageReference.TryParse(name, out var reference, out var invalid) && reference.Digest is null) return reference.WithDefaultTag();

        throw new KindToolsException("ImageReferenceInvalid", FailureCategory.InvalidArgument, $"'{name}' cannot be the name of an image on a node: {invalid ?? reason}.", name);
    }

    private static ImagePlatform ParsePlatform(string text) => ImagePlatform.TryParse(text) ?? throw new KindToolsException(
        "PlatformInvalid", FailureCategory.InvalidArgument, $"'{text}' is no platform. Say the operating system and the architecture, for example linux/amd64 or linux/arm64.", text);
}
