namespace KindTools.Core.Engines;

/// <summary>An image in the engine.</summary>
/// <param name="Id">
/// With the classic store the digest of the image's configuration; with the containerd store that of its manifest or index.
/// </param>
/// <param name="Size">Bytes; what they count differs by store, so good for an estimate only.</param>
/// <param name="Platform">Operating system, architecture and variant.</param>
/// <param name="MayHoldSeveralPlatforms">True with the containerd store, where a name may stand for an index.</param>
public sealed record EngineImage(string Id, long Size, string Platform, bool MayHoldSeveralPlatforms = false);
