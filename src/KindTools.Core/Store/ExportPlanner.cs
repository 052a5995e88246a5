using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>Finds images and, for each, a node that has all of it.</summary>
public sealed class ExportPlanner(IContainerEngine engine, IActivityLog log)
{
    /// <summary>The images that can be exported. Those that are meant and cannot are reported.</summary>
    public async Task<ExportPlan> PlanAsync(IReadOnlyList<ImageRequest> requests, CancellationToken cancellationToken)
    {
        var nodes = requests.SelectMany(request => request.Nodes).DistinctBy(node => node.Name);
        var read = await new NodeStateReader(engine).ReadAsync(nodes, log, cancellationToken).ConfigureAwait(false);
        var states = read.ToDictionary(state => state.Node.Name);
        var copies = new List<(KindNodeImage Image, NodeState State)>();
        foreach (var request in requests)
        {
            var filter = new NodeImageFilter(request.Names);
            foreach (var state in request.Nodes.Where(node => states.ContainsKey(node.Name)).Select(node => states[node.Name]))
            {
                foreach (var image in NodeImageList.From(state.Node, state.Content))
                {
                    if (filter.IsMeant(image, out var exactly) && HasTag(image, exactly)) copies.Add((image, state));
                }
            }

            filter.ReportUnmet(log, NodeImageFilter.OnNoNode, _ => "'Get-KindNodeImage' lists those there are.");
        }

        return new ExportPlan([.. copies.GroupBy(copy => copy.Image.Image).Select(image => Choose(image.Key, [.. image])).OfType<ExportedImage>()]);
    }

    /// <summary>An archive names its images by tag: what has none would arrive without a name.</summary>
    private bool HasTag(KindNodeImage image, bool exactly)
    {
        if (image.Tag is not null) return true;

        if (exactly)
        {
            log.Error(new KindToolsException(
                "ImageHasNoTag",
                FailureCategory.InvalidOperation,
                $"'{image.Image}' on node '{image.Node}' has no tag, and without one it could not be found again. 'Add-KindNodeImageTag {image.ImageId ?? image.Image} NAME:TAG' gives it one.",
                image.Image));
        }
        else
        {
            log.Verbose($"{image.Image} on {image.Node} has no tag and is left out.");
        }

        return false;
    }

    private ExportedImage? Choose(string name, IReadOnlyList<(KindNodeImage Image, NodeState State)> copies)
    {
        var reference = ImageReference.Parse(name);
        var builds = copies.GroupBy(copy => copy.Image.ImageId).ToList();
        if (builds.Count > 1)
        {
            var where = builds.Select(build => $"{build.Key?[..Math.Min(build.Key.Length, 20)] ?? "an unknown one"} on {string.Join(", ", build.Select(copy => copy.Image.Node))}");
            log.Error(new KindToolsException(
                "ImageAmbiguous",
                FailureCategory.InvalidArgument,
                $"'{reference.Familiar}' is not the same image on all nodes: {string.Join("; ", where)}. Say with -Node which to take.",
                name));
            return null;
        }

        foreach (var (image, state) in copies)
        {
            if (NodeImageList.Resolve(state.Content, image.Digest) is not { } found) continue;

            var chosen = new ExportedImage(reference, state, found, image.Platform);
            if (state.Blobs.ContainsKey(found.ManifestDigest) && chosen.Blobs.All(blob => state.Blobs.TryGetValue(blob.Digest, out var length) && length == blob.Size)) return chosen;
        }

        log.Error(new KindToolsException(
            "ImageContentMissing",
            FailureCategory.InvalidOperation,
            $"No node asked has all content of '{reference.Familiar}': kind's nodes discard the layers of what they pull once these are unpacked (discard_unpacked_layers). 'docker pull {reference.Familiar}' brings it to the engine from where it came.",
            name));
        return null;
    }
}
