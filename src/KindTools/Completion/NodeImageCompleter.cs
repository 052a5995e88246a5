using System.Collections;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Completion;

/// <summary>Completes names of images on nodes, by their short form.</summary>
internal sealed class NodeImageCompleter : EngineCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var clusters = NamePatterns.From(Bound(boundParameters, "Cluster") ?? [NodeFinder.DefaultCluster(EngineEnvironment.Current)]);
        var chosen = NamePatterns.From(Bound(boundParameters, "Node"));
        var nodes = await new NodeFinder(engine).FindAsync(clusters, chosen, SilentLog.Instance, cancellationToken).ConfigureAwait(false);

        var images = new List<KindNodeImage>();
        await foreach (var image in new NodeImageReader(engine).ReadAsync(nodes, SilentLog.Instance, cancellationToken).ConfigureAwait(false))
            images.Add(image);
        return
        [
            .. images.Where(image => image.Tag is not null)
                .GroupBy(NodeImageFilter.FamiliarName)
                .Select(group => new Candidate(group.Key, $"{Sizes(group)}, on {Places(group, nodes)}"))
                .OrderBy(candidate => candidate.Text, StringComparer.Ordinal),
        ];
    }

    // Nodes may hold different images under one name.
    private static string Sizes(IEnumerable<KindNodeImage> images) => string.Join(" or ", images.Select(image => ByteSize.Format(image.Size)).Distinct());

    private static string Places(IGrouping<string, KindNodeImage> images, IReadOnlyList<KindNode> nodes) =>
        nodes.Count > 1 && images.Count() == nodes.Count ? $"all {nodes.Count} nodes" : string.Join(", ", images.Select(image => image.Node));
}
