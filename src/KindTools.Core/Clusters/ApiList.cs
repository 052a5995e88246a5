using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>A page of a list.</summary>
internal sealed record ApiList<T>
{
    /// <summary>Its state, and where the next page begins.</summary>
    public V1ListMeta? Metadata { get; init; }

    /// <summary>The objects.</summary>
    public IReadOnlyList<T>? Items { get; init; }
}
