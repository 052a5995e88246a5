using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>Compares the engine's images with those on nodes, by the same rule by which an import finds out what to send.</summary>
public sealed class ImageComparer(IContainerEngine engine, IActivityLog log)
{
    /// <summary>One comparison an image and node, by image and then in the order of the nodes.</summary>
    /// <remarks>
    /// Where no names are given, the image that a node is made of and the cluster's own images are left out: nobody means
    /// them to be in both places.
    /// </remarks>
    public async Task<IReadOnlyList<KindImageComparison>> CompareAsync(IReadOnlyList<ImageRequest> requests, CancellationToken cancellationToken)
    {
        var reading = new NodeStateReader(engine).ReadAsync(requests.SelectMany(request => request.Nodes).DistinctBy(node => node.Name), log, cancellationToken);
        var listing = engine.ListImageNamesAsync(cancellationToken);
        await Task.WhenAll(reading, listing).ConfigureAwait(false);
        var states = (await reading.ConfigureAwait(false)).ToDictionary(state => state.Node.Name);
        var engineNames = (await listing.ConfigureAwait(false)).Select(name => ImageReference.TryParse(name, out var reference, out _) ? reference.ToString() : null).OfType<string>().ToHashSet();

        var pairs = requests.SelectMany(request => Pairs(request, states, engineNames)).Distinct().ToList();
        var images = await engine.FindImagesAsync(pairs.Select(pair => pair.Name).Where(engineNames.Contains), cancellationToken).ConfigureAwait(false);
        return
        [
            .. pairs.OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.State.Node, NodeOrder.Instance)
                .Select(pair => Compare(pair.Name, images.GetValueOrDefault(pair.Name), pair.State))
                .OfType<KindImageComparison>(),
        ];
    }

    private List<(string Name, NodeState State)> Pairs(ImageRequest request, Dictionary<string, NodeState> states, HashSet<string> engineNames)
    {
        var filter = new NodeImageFilter(request.Names);
        var looked = request.Nodes.Where(node => states.ContainsKey(node.Name)).Select(node => states[node.Name]).ToList();
        var nodeImages = request.Nodes.Select(node => ImageReference.Normalise(node.NodeImage)).ToHashSet();
        var pairs = new List<(string Name, NodeState State)>();
        foreach (var name in engineNames.Where(name => filter.IsMeant(name, imageId: null, out _) && (request.Names.Count > 0 || !nodeImages.Contains(name))))
            pairs.AddRange(looked.Select(state => (name, state)));
        foreach (var state in looked)
        {
            pairs.AddRange(NodeImageList.From(state.Node, state.Content)
                .Where(image => image.Tag is not null && filter.IsMeant(image, out _) && (request.Names.Count > 0 || SystemImages.Reason(image, NodeUsage.None) is null))
                .Select(image => (image.Image, state)));
        }

        filter.ReportUnmet(log, name => $"Neither the container engine nor a node has an image '{name}'.", _ => "'docker images' and 'Get-KindNodeImage' list those there are.");
        return pairs;
    }

    /// <summary>Null when both have lost the image since they were asked.</summary>
    private static KindImageComparison? Compare(string name, EngineImage? image, NodeState state)
    {
        var held = NodeImageList.From(state.Node, state.Content).FirstOrDefault(held => held.Image == name);
        if (image is null && held is null) return null;

        return new KindImageComparison
        {
            Image = name,
            Cluster = state.Node.Cluster,
            Node = state.Node.Name,
            State = image is null ? KindImageState.OnlyOnNode
                : held is null ? KindImageState.Missing
                : Contents(image, state.Content.Platform).Any(content => state.Has(name, content)) ? KindImageState.Same
                : KindImageState.Stale,
            EngineId = image?.Id,
            NodeImageId = held?.ImageId,
            NodeDigest = held?.Digest,
        };
    }

    /// <summary>What the node could run; of an image that is only there for other platforms, each may have been imported on purpose.</summary>
    private static IReadOnlyList<ImageContent> Contents(EngineImage image, ImagePlatform platform) =>
        ImageContent.For(platform, image.Contents) is { } content ? [content] : image.Contents;
}
