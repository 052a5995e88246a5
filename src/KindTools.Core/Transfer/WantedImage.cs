using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>An image with the platform that is wanted of it.</summary>
/// <param name="Source">The image.</param>
/// <param name="Content">It for the platform.</param>
internal sealed record WantedImage(SourceImage Source, ImageContent Content);
