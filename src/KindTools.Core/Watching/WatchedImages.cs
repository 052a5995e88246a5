using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Watching;

/// <summary>What is known of the images that one request means, and so what is news. Knows nothing of nodes but their images.</summary>
internal sealed class WatchedImages(IReadOnlyList<NamePattern> names)
{
    private readonly HashSet<string> _exact = [.. names
        .Where(name => !name.HasWildcards)
        .Select(name => EngineImageSource.TryName(name.Text, out var reference, out _) ? reference.ToString() : name.Text)];

    private readonly HashSet<string> _brought = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _known;

    /// <summary>False until what was there at the start has been looked at.</summary>
    public bool HasLooked => _known is not null;

    /// <summary>The names given without wildcards that none of these images has.</summary>
    public IEnumerable<NamePattern> Unmet(IReadOnlyDictionary<string, string> ids) =>
        names.Where(name => !name.HasWildcards && !ids.Keys.Any(image => new NodeImageFilter([name]).IsMeant(image, imageId: null, out _)));

    /// <summary>Of the engine's images those that are meant, with their ids. Without names, all but those that nodes are made of.</summary>
    public Dictionary<string, string> Of(IReadOnlyDictionary<string, string> engine, IReadOnlyList<KindNode> nodes)
    {
        var made = nodes.Select(node => Normal(node.NodeImage)).ToHashSet();
        var filter = new NodeImageFilter(names);
        var meant = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, id) in engine)
        {
            if (Normal(name) is { } image && !PushLeftovers.IsHelper(name) && filter.IsMeant(image, imageId: null, out _) && (names.Count > 0 || !made.Contains(image))) meant[image] = id;
        }

        return meant;
    }

    /// <summary>Whether an image was named so that nodes are to have it from the start, though they never had it.</summary>
    public bool IsNamed(string image) => _exact.Contains(image);

    /// <summary>What is to be brought to the nodes on an occasion.</summary>
    public IReadOnlyList<string> News(IReadOnlyDictionary<string, string> ids, WatchOccasion occasion)
    {
        // Whoever names nothing means what he builds, not what builds and pods pull.
        var pulled = names.Count > 0 ? [] : occasion.Pulled.Select(Normal).ToHashSet();
        return
        [
            .. ids.Where(image => IsNew(image.Key, image.Value) ? !pulled.Contains(image.Key) : occasion.AreNodesNew && _brought.Contains(image.Key))
                .Select(image => image.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>All of these are as they are; some have been brought, or were to be.</summary>
    public void Settle(Dictionary<string, string> ids, IEnumerable<string> brought)
    {
        _known = ids;
        _brought.UnionWith(brought);
    }

    private bool IsNew(string image, string id) => !_known!.TryGetValue(image, out var before) || before != id;

    private static string? Normal(string name) => ImageReference.TryParse(name, out var reference, out _) ? reference.WithDefaultTag().ToString() : null;
}
