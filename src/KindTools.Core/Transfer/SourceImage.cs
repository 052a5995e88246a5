using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>An image that can be imported.</summary>
/// <param name="Reference">The name under which nodes will have it.</param>
/// <param name="Id">The digest of its configuration, manifest or index: whichever the source tells.</param>
/// <param name="Platform">What it runs on; null when the source does not tell beforehand.</param>
/// <param name="Size">Bytes, for an estimate only.</param>
/// <param name="MayHoldSeveralPlatforms">Whether an engine's push has to be told which platform is meant.</param>
public sealed record SourceImage(ImageReference Reference, string Id, ImagePlatform? Platform, long Size, bool MayHoldSeveralPlatforms = false);
