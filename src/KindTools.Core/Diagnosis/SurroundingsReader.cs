using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Manifests;
using KindTools.Core.Nodes;
using KindTools.Core.Store;

namespace KindTools.Core.Diagnosis;

/// <summary>
/// Asks what nodes, engine and other clusters hold, and no more of them than the question needs: first the nodes of the
/// failing pods, then the others of the cluster, then the engine and the nodes of other clusters.
/// </summary>
internal sealed class SurroundingsReader(ClusterConnection connection, IActivityLog log)
{
    private readonly Dictionary<string, NodeHoldings> _own = new(StringComparer.Ordinal);

    /// <summary>For each container what is known of its image.</summary>
    public async Task<Func<FailingContainer, ImageSurroundings>> ReadAsync(IReadOnlyList<FailingContainer> containers, CancellationToken cancellationToken)
    {
        if (connection.Engine is not { } engine) return _ => ImageSurroundings.Unknown;

        var concerned = containers.Where(container => Wanted(container) is not null).ToList();
        var names = concerned.Select(container => container.Node).ToHashSet();
        await ReadOwnAsync(engine, node => names.Contains(node.Name), cancellationToken).ConfigureAwait(false);

        var missing = concerned.Where(container => !container.IsSuspect && OnNode(container) is null).ToList();
        if (missing.Count > 0) await ReadOwnAsync(engine, node => node.State == KindNodeState.Running, cancellationToken).ConfigureAwait(false);

        var absent = missing.Where(container => _own.Values.All(node => node.Find(Wanted(container)!) is null)).ToList();
        var others = absent.Count > 0 ? await ReadOthersAsync(engine, cancellationToken).ConfigureAwait(false) : [];
        var local = await engine.FindImagesAsync(
            concerned.Where(container => missing.Contains(container) || container.Reason == "CreateContainerError" || IsHollow(container)).Select(container => Wanted(container)!.ToString()), cancellationToken)
            .ConfigureAwait(false);
        var known = absent.Count > 0 ? await KnownAsync(engine, cancellationToken).ConfigureAwait(false) : ([], []);

        return container => Describe(container, others, local, known);
    }

    private ImageSurroundings Describe(
        FailingContainer container, List<(KindNode Node, NodeHoldings Held)> others, IReadOnlyDictionary<string, EngineImage?> local, (IReadOnlyList<string> OnNodes, IReadOnlyList<string> InEngine) known)
    {
        if (Wanted(container) is not { } wanted || _own.Count == 0) return ImageSurroundings.Unknown;

        var own = container.Node is null ? null : _own.GetValueOrDefault(container.Node);
        var holders = _own.Where(node => node.Value.Find(wanted) is not null).Select(node => node.Key).ToList();
        return new ImageSurroundings
        {
            OnNode = own?.Find(wanted),
            IsHollow = IsHollow(container),
            NodePlatform = own?.Platform,
            Presence = new NodeImagePresence
            {
                PresentOn = holders,
                MissingOn = [.. _own.Keys.Where(node => !holders.Contains(node))],
                OutdatedOn = [],
                NearMisses = [],
            },
            InEngine = local.TryGetValue(wanted.ToString(), out var found) ? found is not null : null,
            Elsewhere = holders.Count > 0 ? [] : [.. others.Where(other => other.Held.Find(wanted) is not null).Select(other => (other.Node.Cluster, other.Node.Name)).DistinctBy(other => other.Cluster)],
            OtherContent = holders.Count > 0 || wanted.Digest is null ? [] : [.. _own.Values.SelectMany(node => node.Images).Where(image => image.Repository == wanted.Repository)],
            KnownOnNodes = known.OnNodes,
            Known = [.. known.OnNodes.Union(known.InEngine)],
            KubeletVersion = connection.ServerVersion,
        };
    }

    private KindNodeImage? OnNode(FailingContainer container) =>
        container.Node is { } node && _own.TryGetValue(node, out var held) ? held.Find(Wanted(container)!) : null;

    private bool IsHollow(FailingContainer container) => OnNode(container) is { } image && !_own[container.Node!].IsWhole(image);

    private static ImageReference? Wanted(FailingContainer container) =>
        ImageReference.TryParse(container.Image, out var reference, out _) ? reference.WithDefaultTag() : null;

    private async Task ReadOwnAsync(IContainerEngine engine, Func<KindNode, bool> isMeant, CancellationToken cancellationToken)
    {
        var nodes = connection.Nodes.Where(node => isMeant(node) && !_own.ContainsKey(node.Name)).ToList();
        foreach (var (node, held) in await ReadAsync(engine, nodes, log, cancellationToken).ConfigureAwait(false)) _own[node.Name] = held;
    }

    // Whether somebody else's cluster answers is none of the user's business here.
    private async Task<List<(KindNode Node, NodeHoldings Held)>> ReadOthersAsync(IContainerEngine engine, CancellationToken cancellationToken)
    {
        var nodes = await new NodeFinder(engine).FindAsync([], [], log, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(engine, [.. nodes.Where(node => node.Cluster != connection.Cluster && node.State == KindNodeState.Running)], log: null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<(KindNode Node, NodeHoldings Held)>> ReadAsync(IContainerEngine engine, IReadOnlyList<KindNode> nodes, IActivityLog? log, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(nodes.Select(node => ReadAsync(engine, node, log, cancellationToken))).ConfigureAwait(false);
        return [.. nodes.Zip(answers).Where(answer => answer.Second is not null).Select(answer => (answer.First, answer.Second!))];
    }

    private static async Task<NodeHoldings?> ReadAsync(IContainerEngine engine, KindNode node, IActivityLog? log, CancellationToken cancellationToken) =>
        await new NodeImageReader(engine).TryReadContentAsync(node, log, cancellationToken).ConfigureAwait(false) is { } content ? new NodeHoldings(content, NodeImageList.From(node, content)) : null;

    // Nobody means one of the cluster's own images, or the one that nodes are made of.
    private async Task<(IReadOnlyList<string> OnNodes, IReadOnlyList<string> InEngine)> KnownAsync(IContainerEngine engine, CancellationToken cancellationToken)
    {
        var made = connection.Nodes.Select(node => node.NodeImage).ToHashSet();
        var inEngine = await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false);
        return (
            [.. _own.Values.SelectMany(node => node.Images).Where(image => image.Repository is not null && SystemImages.Reason(image, NodeUsage.None) is null).Select(NodeImageFilter.FamiliarName).Distinct()],
            [.. inEngine.Where(name => !made.Contains(name)).Select(NodeImageFilter.FamiliarName).Distinct()]);
    }

    private sealed record NodeHoldings(NodeContent Content, IReadOnlyList<KindNodeImage> Images)
    {
        public ImagePlatform Platform => Content.Platform;

        public bool IsWhole(KindNodeImage image) =>
            NodeImageList.Resolve(Content, image.Digest) is { } resolved && Content.Documents.ContainsKey(resolved.Manifest.Config.Digest);

        public KindNodeImage? Find(ImageReference wanted) => Images.FirstOrDefault(image => NodeImageJoin.IsWanted(image, wanted));
    }
}
