using KindTools.Core.Clusters;
using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Puts clusters together from their containers.</summary>
public sealed class ClusterReader(IContainerEngine engine, Kubeconfig kubeconfig)
{
    private const int ApiServerPort = 6443;

    /// <summary>The clusters that are meant, by name; a name without wildcards that matches none is reported.</summary>
    public async Task<IReadOnlyList<KindCluster>> ReadAsync(IReadOnlyCollection<NamePattern> names, IActivityLog log, CancellationToken cancellationToken)
    {
        var finder = new NodeFinder(engine);
        var found = await finder.FindAsync(names, [], log, cancellationToken).ConfigureAwait(false);
        var nodes = await new NodeInspector(engine).InspectAsync(found, log, cancellationToken).ConfigureAwait(false);
        var containers = await finder.ListAsync(cancellationToken).ConfigureAwait(false);
        var contexts = kubeconfig.ContextNames(log);

        return
        [
            .. nodes.GroupBy(node => node.Cluster)
                .Select(cluster => Describe(
                    cluster.Key, [.. cluster], containers.Where(container => container.Labels[KindLabels.Cluster] == cluster.Key), contexts)),
        ];
    }

    private static KindCluster Describe(
        string name, IReadOnlyList<KindNode> nodes, IEnumerable<EngineContainer> containers, IReadOnlySet<string> contexts)
    {
        var running = nodes.Count(node => node.State == KindNodeState.Running);
        var images = nodes.Select(node => node.NodeImage).Distinct().ToList();
        var context = NodeKubeconfig.ContextOf(name);
        return new KindCluster
        {
            Name = name,
            State = running == nodes.Count ? KindClusterState.Running : running > 0 ? KindClusterState.Partial : KindClusterState.Stopped,
            Nodes = nodes,
            NodeImage = images.Count == 1 ? images[0] : null,
            KubernetesVersion = nodes.Select(node => node.KubernetesVersion).FirstOrDefault(version => version is not null),
            ApiServer = ApiServer(containers),
            Context = contexts.Contains(context) ? context : null,
        };
    }

    /// <summary>With several control planes the load balancer's port is the one to use.</summary>
    internal static Uri? ApiServer(IEnumerable<EngineContainer> containers) => containers
        .OrderByDescending(NodeFinder.IsLoadBalancer)
        .SelectMany(container => container.PublishedPorts)
        .Where(port => port.ContainerPort == ApiServerPort)
        .Select(port => new UriBuilder("https", port.HostAddress is "" or "0.0.0.0" or "::" ? "127.0.0.1" : port.HostAddress, port.HostPort).Uri)
        .FirstOrDefault();
}
