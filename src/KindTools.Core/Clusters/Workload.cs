using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>An object that pods come from, or a pod that comes from none.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
/// <param name="Metadata">Its name, namespace and owners.</param>
/// <param name="Spec">The pod, or the template of its pods.</param>
internal sealed record Workload(string ApiVersion, string Kind, V1ObjectMeta Metadata, V1PodSpec Spec)
{
    public static Workload? Of<T>(T item, string apiVersion, V1PodSpec? spec)
        where T : IKubernetesObject<V1ObjectMeta> => spec is null ? null : new Workload(apiVersion, typeof(T).Name[2..], item.Metadata, spec);
}
