using k8s.KubeConfigModels;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Clusters;

/// <summary>Finds the clusters that a user means, and connects to them.</summary>
/// <param name="engine">The engine that kind's nodes run in; null when none answers, which leaves only what the kubeconfig knows.</param>
/// <param name="kubeconfig">The user's kubeconfig.</param>
public sealed class ClusterFinder(IContainerEngine? engine, Kubeconfig kubeconfig)
{
    /// <summary>
    /// Connects to all that are meant, at the same time. A name without wildcards that means nothing and a cluster that
    /// does not answer are reported, and the others go on.
    /// </summary>
    public async Task<IReadOnlyList<ClusterConnection>> ConnectAsync(ClusterSelection selection, IActivityLog log, CancellationToken cancellationToken)
    {
        var config = kubeconfig.Load();
        var clusters = engine is null
            ? null
            : (await new NodeFinder(engine).FindAsync([], [], log, cancellationToken).ConfigureAwait(false)).ToLookup(node => node.Cluster);
        var targets = (selection.Contexts.Count > 0 ? Contexts(selection.Contexts, config, log) : Clusters(selection.Clusters, clusters, config, log)).Distinct().ToList();

        var connections = await Task.WhenAll(targets.Select(target => TryConnectAsync(target, clusters, config, log, cancellationToken))).ConfigureAwait(false);
        return [.. connections.OfType<ClusterConnection>()];
    }

    private IEnumerable<string> Contexts(IReadOnlyList<NamePattern> patterns, K8SConfiguration config, IActivityLog log)
    {
        var names = config.Contexts.Select(context => context.Name).ToList();
        foreach (var pattern in patterns)
        {
            var matches = names.Where(pattern.IsMatch).ToList();
            if (matches.Count == 0 && !pattern.HasWildcards) log.Error(ContextNotFound(pattern, names));
            foreach (var match in matches) yield return match;
        }
    }

    // A kind cluster elsewhere, whose engine is not the one that answers, is known by its context alone.
    private static IEnumerable<string> Clusters(
        IReadOnlyList<NamePattern> patterns, ILookup<string, KindNode>? clusters, K8SConfiguration config, IActivityLog log)
    {
        var names = (clusters ?? Enumerable.Empty<IGrouping<string, KindNode>>()).Select(cluster => cluster.Key)
            .Concat(config.Contexts.Select(context => NodeKubeconfig.ClusterOf(context.Name)).OfType<string>())
            .Distinct().ToList();
        foreach (var pattern in patterns)
        {
            var matches = names.Where(pattern.IsMatch).ToList();
            if (matches.Count == 0 && !pattern.HasWildcards) log.Error(ClusterNotFound(pattern, names));
            foreach (var match in matches) yield return NodeKubeconfig.ContextOf(match);
        }
    }

    private async Task<ClusterConnection?> TryConnectAsync(
        string context, ILookup<string, KindNode>? clusters, K8SConfiguration config, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            var nodes = NodeKubeconfig.ClusterOf(context) is { } cluster && clusters is not null ? clusters[cluster].ToList() : [];
            if (config.Contexts.All(candidate => candidate.Name != context))
            {
                log.Verbose($"The kubeconfig has no context '{context}'; it is read from the cluster's node.");
                config = await new NodeKubeconfig(engine!).ReadAsync(nodes, cancellationToken).ConfigureAwait(false);
            }

            return await ClusterConnection.ConnectAsync(config, context, nodes, engine, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    private KindToolsException ContextNotFound(NamePattern pattern, List<string> names) => new(
        "ContextNotFound",
        FailureCategory.ObjectNotFound,
        $"There is no context '{pattern.Text}' in {kubeconfig.Origin}. {NodeFinder.There(names)}",
        pattern.Text);

    private static KindToolsException ClusterNotFound(NamePattern pattern, List<string> names) => new(
        "ClusterNotFound",
        FailureCategory.ObjectNotFound,
        $"There is no kind cluster '{pattern.Text}'. {NodeFinder.There(names)} {(names.Count == 0 ? "'kind create cluster' makes one; for another cluster, name its context with -Context." : "Name one with -Cluster, or set the environment variable KIND_CLUSTER_NAME.")}",
        pattern.Text);
}
