using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Core.Manifests;

/// <summary>
/// Joins what manifests want with what nodes hold. Where a pod will run is the scheduler's secret, so every node counts;
/// node selectors are not looked at.
/// </summary>
public sealed class NodeImageJoin
{
    private readonly IContainerEngine _engine;
    private readonly Dictionary<string, IReadOnlyList<KindNodeImage>> _held;
    private readonly Dictionary<string, EngineImage?> _local = new(StringComparer.Ordinal);

    private NodeImageJoin(IContainerEngine engine, Dictionary<string, IReadOnlyList<KindNodeImage>> held) => (_engine, _held) = (engine, held);

    /// <summary>Asks all nodes at the same time. One that cannot answer is reported and not counted; null when none can.</summary>
    public static async Task<NodeImageJoin?> ReadAsync(
        IContainerEngine engine, IReadOnlyList<KindNode> nodes, IActivityLog log, CancellationToken cancellationToken)
    {
        var reader = new NodeImageReader(engine);
        var answers = await Task.WhenAll(nodes.Select(node => ReadAsync(reader, node, log, cancellationToken))).ConfigureAwait(false);
        var held = nodes.Zip(answers).Where(answer => answer.Second is not null).ToDictionary(answer => answer.First.Name, answer => answer.Second!);
        return held.Count == 0 ? null : new NodeImageJoin(engine, held);
    }

    /// <summary>Asks the nodes of a cluster; null when there are none to ask.</summary>
    public static async Task<NodeImageJoin?> ReadAsync(
        ClusterConnection connection, IReadOnlyCollection<NamePattern> names, IActivityLog log, CancellationToken cancellationToken)
    {
        if (connection is not { Engine: { } engine, Cluster: { } cluster }) return null;

        var nodes = names.Count == 0
            ? connection.Nodes
            : await new NodeFinder(engine).FindAsync([NamePattern.Exactly(cluster)], names, log, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(engine, nodes, log, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A result with what the nodes make of it. One that no node could change comes back as it is.</summary>
    public async Task<PullPolicyResult> JoinAsync(PullPolicyResult result, CancellationToken cancellationToken)
    {
        if (result.EffectivePolicy is null || result.Image is null || !ImageReference.TryParse(result.Image, out var reference, out _)) return result;

        var wanted = reference.WithDefaultTag();
        var presence = Look(wanted, await FindLocalAsync(wanted, cancellationToken).ConfigureAwait(false));
        return PresenceReport.Describe(result, wanted, presence);
    }

    private static async Task<IReadOnlyList<KindNodeImage>?> ReadAsync(NodeImageReader reader, KindNode node, IActivityLog log, CancellationToken cancellationToken) =>
        await reader.TryReadContentAsync(node, log, cancellationToken).ConfigureAwait(false) is { } content ? NodeImageList.From(node, content) : null;

    private NodeImagePresence Look(ImageReference wanted, EngineImage? local)
    {
        var found = _held.ToDictionary(node => node.Key, node => node.Value.FirstOrDefault(image => IsWanted(image, wanted)));
        var missing = found.Where(node => node.Value is null).Select(node => node.Key).ToList();
        return new NodeImagePresence
        {
            PresentOn = [.. found.Where(node => node.Value is not null).Select(node => node.Key)],
            MissingOn = missing,
            OutdatedOn = [.. found.Where(node => node.Value is { } held && IsOutdated(held, local)).Select(node => node.Key)],
            NearMisses = missing.Count == 0 ? [] : Near(wanted),
        };
    }

    // A digest alone decides; the tag beside it is not looked at (containerd internal/cri, LocalResolve).
    internal static bool IsWanted(KindNodeImage held, ImageReference wanted) =>
        wanted.Digest is null ? held.Image == wanted.ToString() : held.Digest == wanted.Digest && held.Repository == wanted.Repository;

    /// <summary>Whether a node's image is certainly not the engine's.</summary>
    internal static bool IsOutdated(KindNodeImage held, EngineImage? local) =>
        local is not null && !IsSame(held, local) && held.ImageId is not null && local.Contents.Count > 0;

    /// <summary>
    /// Whether a node's image is the engine's. The same image has another manifest where its layers are compressed
    /// otherwise, so that the configuration decides too.
    /// </summary>
    internal static bool IsSame(KindNodeImage held, EngineImage local) =>
        local.Id == held.Digest
        || local.Id == held.ImageId
        || local.Contents.Any(content => content.ManifestDigest == held.Digest || (held.ImageId is not null && content.ConfigDigest == held.ImageId));

    private IReadOnlyList<string> Near(ImageReference wanted) => NearMisses.Of(
        wanted.Familiar,
        _held.Values.SelectMany(images => images)
            .Where(image => image.Repository is not null)
            .Select(image => NameLike(wanted, image))
            .Where(name => name != wanted.Familiar)
            .Distinct());

    // To somebody who asked by digest, the digest that is there says what differs.
    private static string NameLike(ImageReference wanted, KindNodeImage held) =>
        wanted.Digest is not null && held.Repository == wanted.Repository
            ? (wanted with { Tag = held.Tag, Digest = held.Digest }).Familiar
            : NodeImageFilter.FamiliarName(held);

    // What the engine has under a digest is what the digest says.
    private async Task<EngineImage?> FindLocalAsync(ImageReference wanted, CancellationToken cancellationToken)
    {
        if (wanted.Digest is not null) return null;

        var name = wanted.ToString();
        if (!_local.TryGetValue(name, out var local))
            _local[name] = local = await _engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false);
        return local;
    }
}
