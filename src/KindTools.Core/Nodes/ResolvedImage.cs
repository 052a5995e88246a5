using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>An image found behind a name.</summary>
/// <param name="ManifestDigest">The digest of its manifest.</param>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Platform">Its platform, where an index or its configuration says so.</param>
/// <param name="Size">The bytes of the manifest and the indexes that lead to it.</param>
internal sealed record ResolvedImage(string ManifestDigest, OciManifest Manifest, ImagePlatform? Platform, long Size);
