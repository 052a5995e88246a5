using System.Text;
using k8s.KubeConfigModels;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using YamlDotNet.Core;

namespace KindTools.Core.Clusters;

/// <summary>The kubeconfig of a kind cluster as <c>kind get kubeconfig</c> makes it (kind <c>pkg/cluster/internal/kubeconfig</c>).</summary>
internal sealed class NodeKubeconfig(IContainerEngine engine)
{
    private const string ContextPrefix = "kind-";

    /// <summary>The name of a kind cluster's context.</summary>
    public static string ContextOf(string cluster) => ContextPrefix + cluster;

    /// <summary>The kind cluster that a context would be of; null when its name says that it is none.</summary>
    public static string? ClusterOf(string context) =>
        context.StartsWith(ContextPrefix, StringComparison.Ordinal) ? context[ContextPrefix.Length..] : null;

    /// <summary>Reads it from a control-plane node. It has one context, of the name that kind gives it.</summary>
    public async Task<K8SConfiguration> ReadAsync(IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken)
    {
        var controlPlanes = nodes.Where(node => node.Role == KindLabels.ControlPlane).ToList();
        var node = controlPlanes.Find(node => node.State == KindNodeState.Running) ?? controlPlanes.FirstOrDefault() ?? nodes[0];
        var text = Encoding.UTF8.GetString(await new NodeShell(engine).RunAsync(node, "cat /etc/kubernetes/admin.conf", cancellationToken).ConfigureAwait(false));

        var containers = await new NodeFinder(engine).ListAsync(cancellationToken).ConfigureAwait(false);
        var address = ClusterReader.ApiServer(containers.Where(container => container.Labels[KindLabels.Cluster] == node.Cluster)) ?? throw new KindToolsException(
            "ApiServerNotPublished",
            FailureCategory.ResourceUnavailable,
            $"No container of cluster '{node.Cluster}' publishes the port of the API server, so it cannot be reached from here. Name a context that can reach it with -Context.",
            node.Cluster);
        return Adapt(text, node, address);
    }

    internal static K8SConfiguration Adapt(string text, KindNode node, Uri address)
    {
        try
        {
            var config = KubeconfigReader.Parse(text, folder: null);
            var cluster = config.Clusters.First();
            cluster.ClusterEndpoint.Server = address.GetLeftPart(UriPartial.Authority);
            var context = config.Contexts.First(candidate => candidate.ContextDetails.Cluster == cluster.Name);
            context.Name = ContextOf(node.Cluster);
            return config;
        }
        catch (YamlException exception)
        {
            throw KubeconfigReader.Invalid($"the kubeconfig of node '{node.Name}'", exception, node.Name);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException)
        {
            throw new KindToolsException(
                "KubeconfigInvalid", FailureCategory.InvalidData, $"The kubeconfig of node '{node.Name}' has no cluster and context. Is the cluster still starting?", node.Name, exception);
        }
    }
}
