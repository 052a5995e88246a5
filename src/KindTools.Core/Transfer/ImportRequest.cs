namespace KindTools.Core.Transfer;

/// <summary>An image that was asked for, with where it is to go.</summary>
/// <param name="Name">The image, as it was typed.</param>
/// <param name="Clusters">The clusters; empty means all.</param>
/// <param name="Nodes">The nodes; empty means all of the clusters.</param>
public sealed record ImportRequest(string Name, IReadOnlyList<NamePattern> Clusters, IReadOnlyList<NamePattern> Nodes)
{
    /// <summary>Tells requests for the same nodes.</summary>
    internal string Where => string.Join(',', Clusters.Select(pattern => pattern.Text)) + '\n' + string.Join(',', Nodes.Select(pattern => pattern.Text));
}
