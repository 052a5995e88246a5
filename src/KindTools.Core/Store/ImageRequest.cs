namespace KindTools.Core.Store;

/// <summary>Images that are wanted of nodes.</summary>
/// <param name="Names">The images; empty means all.</param>
/// <param name="Nodes">The nodes to look on.</param>
public sealed record ImageRequest(IReadOnlyList<NamePattern> Names, IReadOnlyList<KindNode> Nodes);
