using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Which nodes an import is for: the same for all images, or some for each.</summary>
public sealed class ImportTargets
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<KindNode>>? _byName;

    /// <summary>The same nodes for all images.</summary>
    public ImportTargets(IReadOnlyList<KindNode> nodes) => Nodes = nodes;

    private ImportTargets(IReadOnlyDictionary<string, IReadOnlyList<KindNode>> byName)
    {
        _byName = byName;
        Nodes = [.. byName.Values.SelectMany(nodes => nodes).DistinctBy(node => node.Name).Order(NodeOrder.Instance)];
    }

    /// <summary>All nodes.</summary>
    public IReadOnlyList<KindNode> Nodes { get; }

    /// <summary>The nodes that requests mean: an image that is asked for on several is one image for all of them.</summary>
    public static async Task<ImportTargets> FindAsync(
        IReadOnlyList<ImportRequest> requests, NodeFinder finder, IActivityLog log, CancellationToken cancellationToken)
    {
        var byName = new Dictionary<string, IReadOnlyList<KindNode>>();
        foreach (var place in requests.GroupBy(request => request.Where))
        {
            var nodes = await finder.FindAsync(place.First().Clusters, place.First().Nodes, log, cancellationToken).ConfigureAwait(false);
            foreach (var name in place.Select(request => Key(request.Name)).Distinct())
                byName[name] = [.. byName.GetValueOrDefault(name, []).Concat(nodes).DistinctBy(node => node.Name).Order(NodeOrder.Instance)];
        }

        return new ImportTargets(byName);
    }

    /// <summary>The nodes that an image is for.</summary>
    public IReadOnlyList<KindNode> For(SourceImage image) => _byName is null ? Nodes : _byName.GetValueOrDefault(image.SourceName, []);

    private static string Key(string name) => EngineImageSource.TryName(name, out var reference, out _) ? reference.ToString() : name;
}
