using KindTools.Core.Images;

namespace KindTools.Core.Engines;

/// <summary>An image in the engine.</summary>
/// <param name="Id">
/// With the classic store the digest of the image's configuration; with the containerd store that of its manifest or index.
/// </param>
/// <param name="Size">Bytes; what they count differs by store, so good for an estimate only.</param>
/// <param name="Contents">The image for each platform that the engine holds whole.</param>
/// <param name="HasManifests">True with the containerd store, where a name may stand for an index of several platforms.</param>
public sealed record EngineImage(string Id, long Size, IReadOnlyList<ImageContent> Contents, bool HasManifests = false);
