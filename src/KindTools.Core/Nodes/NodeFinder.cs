using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Finds kind's clusters and nodes among the engine's containers.</summary>
public sealed class NodeFinder(IContainerEngine engine)
{
    /// <summary>The cluster that kind itself takes when none is named (kind <c>pkg/cmd/kind/*</c>, flag <c>--name</c>).</summary>
    public static string DefaultCluster(EngineEnvironment environment) => environment.NonEmpty("KIND_CLUSTER_NAME") ?? "kind";

    /// <summary>
    /// The nodes that are meant, by cluster, control planes first, then by name. A cluster or node that is named
    /// without wildcards and does not exist is reported to the log.
    /// </summary>
    /// <param name="clusters">The clusters; empty means all.</param>
    /// <param name="names">The nodes; empty means all.</param>
    /// <param name="log">Where what does not exist is reported.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<KindNode>> FindAsync(
        IReadOnlyCollection<NamePattern> clusters, IReadOnlyCollection<NamePattern> names, IActivityLog log, CancellationToken cancellationToken)
    {
        var containers = await ListAsync(cancellationToken).ConfigureAwait(false);
        var nodes = containers.Where(container => !IsLoadBalancer(container)).Select(Describe).ToList();

        var existing = nodes.Select(node => node.Cluster).Distinct().ToList();
        ReportMissing(clusters, existing, "ClusterNotFound", "kind cluster", log);
        var inClusters = nodes.Where(node => Matches(clusters, node.Cluster)).ToList();

        ReportMissing(names, [.. inClusters.Select(node => node.Name)], "NodeNotFound", "node", log);
        return [.. inClusters.Where(node => Matches(names, node.Name)).Order(NodeOrder.Instance)];
    }

    /// <summary>Every container of every cluster, load balancers too.</summary>
    internal Task<IReadOnlyList<EngineContainer>> ListAsync(CancellationToken cancellationToken) =>
        engine.ListContainersAsync(KindLabels.Cluster, cancellationToken);

    internal static bool IsLoadBalancer(EngineContainer container) =>
        container.Labels.GetValueOrDefault(KindLabels.Role) == KindLabels.LoadBalancer;

    internal static KindNode Describe(EngineContainer container) => new()
    {
        Cluster = container.Labels[KindLabels.Cluster],
        Name = container.Name,
        Role = container.Labels.GetValueOrDefault(KindLabels.Role) ?? "",
        State = container.State switch
        {
            "running" => KindNodeState.Running,
            "paused" => KindNodeState.Paused,
            "restarting" => KindNodeState.Restarting,
            _ => KindNodeState.Stopped,
        },
        Addresses = container.Addresses,
        NodeImage = container.Image,
        ContainerId = container.Id,
        Created = container.Created,
    };

    private static bool Matches(IReadOnlyCollection<NamePattern> patterns, string name) =>
        patterns.Count == 0 || patterns.Any(pattern => pattern.IsMatch(name));

    private static void ReportMissing(
        IReadOnlyCollection<NamePattern> patterns, List<string> existing, string errorId, string what, IActivityLog log)
    {
        foreach (var pattern in patterns.Where(pattern => !pattern.HasWildcards && !existing.Exists(name => pattern.IsMatch(name))))
        {
            log.Error(new KindToolsException(
                errorId, FailureCategory.ObjectNotFound, $"There is no {what} '{pattern.Text}'. {There(existing)}{Advice(what, existing)}", pattern.Text));
        }
    }

    /// <summary>Which ones there are, as a sentence.</summary>
    internal static string There(IReadOnlyCollection<string> names) => names.Count switch
    {
        0 => "There is none.",
        1 => $"There is: {names.First()}.",
        _ => $"There are: {string.Join(", ", names.Order(StringComparer.Ordinal))}.",
    };

    private static string Advice(string what, List<string> existing) =>
        what == "node" ? ""
        : existing.Count == 0 ? " 'kind create cluster' makes one."
        : " Name one with -Cluster, or set the environment variable KIND_CLUSTER_NAME.";
}
