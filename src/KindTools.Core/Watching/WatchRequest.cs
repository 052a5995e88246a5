namespace KindTools.Core.Watching;

/// <summary>Which images are to be on which nodes.</summary>
/// <param name="Names">Names of images; empty for whatever is built or tagged.</param>
/// <param name="Clusters">The clusters; empty means all.</param>
/// <param name="Nodes">The nodes; empty means all of the clusters.</param>
public sealed record WatchRequest(IReadOnlyList<NamePattern> Names, IReadOnlyList<NamePattern> Clusters, IReadOnlyList<NamePattern> Nodes);
