using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>What a cluster has, as much of it as fits beside a name.</summary>
public sealed class ClusterGlance(ClusterConnection connection)
{
    /// <summary>All namespaces, by name.</summary>
    public async Task<IReadOnlyList<GlancedObject>> NamespacesAsync(CancellationToken cancellationToken)
    {
        var spaces = new List<GlancedObject>();
        await foreach (var space in connection.ListAsync<V1Namespace>(new ListScope(), cancellationToken).ConfigureAwait(false))
            spaces.Add(new GlancedObject(space.Metadata.Name, space.Status?.Phase ?? "", space.Metadata.CreationTimestamp));
        return [.. spaces.OrderBy(space => space.Name, StringComparer.Ordinal)];
    }

    /// <summary>Pods, in the API server's order.</summary>
    public async Task<IReadOnlyList<GlancedObject>> PodsAsync(ListScope scope, CancellationToken cancellationToken)
    {
        var pods = new List<GlancedObject>();
        await foreach (var pod in connection.ListAsync<V1Pod>(scope, cancellationToken).ConfigureAwait(false))
        {
            pods.Add(new GlancedObject(pod.Metadata.Name, pod.Status?.Phase ?? "", pod.Metadata.CreationTimestamp)
            {
                Namespace = pod.Metadata.NamespaceProperty,
                Node = string.IsNullOrEmpty(pod.Spec?.NodeName) ? null : pod.Spec.NodeName,
            });
        }

        return pods;
    }
}
