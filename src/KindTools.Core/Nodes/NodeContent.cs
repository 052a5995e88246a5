using KindTools.Core.Images;

namespace KindTools.Core.Nodes;

/// <summary>What a node's containerd has, as one question brings it.</summary>
/// <param name="Platform">What the node runs.</param>
/// <param name="Names">containerd's image records.</param>
/// <param name="Documents">The manifests, indexes and configurations behind them that the node holds, by digest, with their length in bytes.</param>
internal sealed record NodeContent(
    ImagePlatform Platform,
    IReadOnlyList<ImageRecord> Names,
    IReadOnlyDictionary<string, (OciDocument Document, long Size)> Documents);
