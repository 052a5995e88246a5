using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>Gives images on nodes further names. No content is sent: containerd gets one more record.</summary>
public sealed class ImageTagger(IContainerEngine engine, IActivityLog log)
{
    private readonly Dictionary<string, KindNode> _nodes = [];
    private readonly NodeTagging _tagging = new(engine);
    private readonly NodeImageReader _reader = new(engine);

    /// <summary>Finds the image on each node that has it. Where that is not possible is reported, and the other nodes go on.</summary>
    /// <param name="requests">The image and where to look for it.</param>
    /// <param name="newName">The name to give; without a tag, <c>latest</c>.</param>
    /// <param name="force">Whether a name that stands for another image may be moved.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<TagPlan>> PlanAsync(
        IReadOnlyList<ImageRequest> requests, string newName, bool force, CancellationToken cancellationToken)
    {
        var reference = Parse(newName);
        var contents = await LookAsync(requests, cancellationToken).ConfigureAwait(false);
        var outcomes = new List<ImageTagResult>();
        foreach (var request in requests)
        {
            var filter = new NodeImageFilter(request.Names);
            foreach (var node in request.Nodes.Where(node => contents.ContainsKey(node.Name)))
            {
                var content = contents[node.Name];
                var found = NodeImageList.From(node, content).Where(image => filter.IsMeant(image, out _)).ToList();
                if (Choose(node, found) is { } source && Foresee(node, content, source, reference, force) is { } outcome) outcomes.Add(outcome);
            }

            filter.ReportUnmet(log, NodeImageFilter.OnNoNode, name => $"'Import-KindImage {name}' brings it from the container engine.");
        }

        return
        [
            .. outcomes.DistinctBy(outcome => outcome.Node)
                .GroupBy(outcome => outcome.Source)
                .Select(source => new TagPlan(
                    source.Key,
                    reference.ToString(),
                    [.. source.Where(outcome => outcome.Status == ImageTagStatus.AlreadyPresent)],
                    [.. source.Where(outcome => outcome.Status != ImageTagStatus.AlreadyPresent)])),
        ];
    }

    /// <summary>Carries out plans, on all nodes at the same time. A node that fails is reported.</summary>
    public async Task<IReadOnlyList<ImageTagResult>> TagAsync(IReadOnlyList<TagPlan> plans, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(plans.SelectMany(plan => plan.Missing).Select(outcome => TagAsync(outcome, cancellationToken))).ConfigureAwait(false);
        return [.. results.OfType<ImageTagResult>()];
    }

    private static ImageReference Parse(string name)
    {
        if (!ImageReference.TryParse(name, out var reference, out var reason))
            throw new KindToolsException("ImageReferenceInvalid", FailureCategory.InvalidArgument, $"'{name}' is not an image reference: {reason}.", name);

        return reference.Digest is null ? reference.WithDefaultTag() : throw new KindToolsException(
            "ImageReferenceInvalid", FailureCategory.InvalidArgument, $"'{name}' has a digest, which is not for us to give. Name a repository and a tag.", name);
    }

    private async Task<IReadOnlyDictionary<string, NodeContent>> LookAsync(IReadOnlyList<ImageRequest> requests, CancellationToken cancellationToken)
    {
        var nodes = requests.SelectMany(request => request.Nodes).DistinctBy(node => node.Name).ToList();
        foreach (var node in nodes) _nodes[node.Name] = node;
        var contents = await Task.WhenAll(nodes.Select(node => _reader.TryReadContentAsync(node, log, cancellationToken))).ConfigureAwait(false);
        return nodes.Zip(contents).Where(look => look.Second is not null).ToDictionary(look => look.First.Name, look => look.Second!);
    }

    /// <summary>Several names of one image are one image; of several images none can be chosen.</summary>
    private KindNodeImage? Choose(KindNode node, List<KindNodeImage> found)
    {
        if (found.DistinctBy(image => image.Digest).Count() <= 1) return found.FirstOrDefault();

        log.Error(new KindToolsException(
            "ImageAmbiguous",
            FailureCategory.InvalidArgument,
            $"Several images on node '{node.Name}' are meant: {string.Join(", ", found.Select(NodeImageFilter.FamiliarName))}. Only one can get the name; say which.",
            node.Name));
        return null;
    }

    private ImageTagResult? Foresee(KindNode node, NodeContent content, KindNodeImage source, ImageReference reference, bool force)
    {
        var taken = content.Names.FirstOrDefault(record => record.Name == reference.ToString());
        var moves = taken is not null && taken.Digest != source.Digest;
        if (moves && !force)
        {
            log.Error(new KindToolsException(
                "ImageNameTaken",
                FailureCategory.InvalidOperation,
                $"On node '{node.Name}' the name '{reference.Familiar}' stands for another image. -Force moves it to '{NodeImageFilter.FamiliarName(source)}'.",
                reference.ToString()));
            return null;
        }

        var replaced = moves ? NodeImageList.Resolve(content, taken!.Digest)?.Manifest.Config.Digest : null;
        return new ImageTagResult
        {
            Image = reference.ToString(),
            Source = source.Image,
            Cluster = node.Cluster,
            Node = node.Name,
            Status = taken is { KnownToKubelet: true } && !moves ? ImageTagStatus.AlreadyPresent : ImageTagStatus.WouldTag,
            ImageId = source.ImageId,
            Digest = source.Digest,
            ReplacedImageId = replaced == source.ImageId ? null : replaced,
        };
    }

    private async Task<ImageTagResult?> TagAsync(ImageTagResult outcome, CancellationToken cancellationToken)
    {
        try
        {
            var node = _nodes[outcome.Node];
            var confirmation = await _tagging.RunAsync(node, [(outcome.Source, outcome.Image)], cancellationToken).ConfigureAwait(false);
            return confirmation.Content.Names.Any(record => record.Name == outcome.Image && record.Digest == outcome.Digest && record.KnownToKubelet)
                ? outcome with { Status = ImageTagStatus.Tagged }
                : throw NotVerified(node, outcome);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    private static KindToolsException NotVerified(KindNode node, ImageTagResult outcome) => new(
        "ImageNotVerified",
        FailureCategory.InvalidOperation,
        $"Node '{node.Name}' took the name '{outcome.Image}', but its container runtime does not list it. 'docker logs {node.Name}' may tell more.",
        node.Name);
}
