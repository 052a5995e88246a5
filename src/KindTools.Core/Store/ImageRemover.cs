using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Store;

/// <summary>Takes images away from nodes: first a plan, which leaves out what is needed, then all nodes at the same time.</summary>
public sealed class ImageRemover(IContainerEngine engine, IActivityLog log)
{
    private readonly NodeShell _shell = new(engine);
    private readonly Dictionary<string, (KindNode Node, NodeContent Content)> _nodes = [];

    /// <summary>
    /// Finds the images by name. Those that a container or the cluster itself needs are left out: with an error where they
    /// were named, without one where a wildcard met the cluster's own.
    /// </summary>
    /// <param name="requests">The images and where to look for them.</param>
    /// <param name="force">Whether what is needed may go too.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<RemovalPlan>> PlanAsync(IReadOnlyList<ImageRequest> requests, bool force, CancellationToken cancellationToken)
    {
        var usages = await LookAsync(requests, cancellationToken).ConfigureAwait(false);
        var chosen = new List<KindNodeImage>();
        foreach (var request in requests)
        {
            var filter = new NodeImageFilter(request.Names);
            foreach (var (node, content) in Looked(request))
            {
                foreach (var image in NodeImageList.From(node, content))
                {
                    if (filter.IsMeant(image, out var exactly) && (force || MayGo(image, exactly, content, usages[node.Name]))) chosen.Add(image);
                }
            }

            filter.ReportUnmet(log, NodeImageFilter.OnNoNode, _ => "'Get-KindNodeImage' lists those there are.");
        }

        return Plans(chosen);
    }

    /// <summary>Finds what earlier imports left behind. What a container still runs on stays.</summary>
    /// <param name="requests">Where to look; names are not asked for.</param>
    /// <param name="force">Whether what a container runs on may go too.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<RemovalPlan>> PlanLeftoversAsync(IReadOnlyList<ImageRequest> requests, bool force, CancellationToken cancellationToken)
    {
        var usages = await LookAsync(requests, cancellationToken).ConfigureAwait(false);
        return Plans(
        [
            .. from looked in requests.SelectMany(Looked)
               let proper = looked.Content.Names.Where(record => !NodeImageList.IsMadeUp(record.Name) && !record.IsImageId).Select(record => record.Digest).ToHashSet()
               from image in NodeImageList.Leftovers(looked.Node, looked.Content)
               where force || proper.Contains(image.Digest) || IsFree(image, looked.Content, usages[looked.Node.Name])
               select image,
        ]);
    }

    /// <summary>Carries out plans. A node that fails is reported, and the others go on.</summary>
    public async Task<IReadOnlyList<ImageRemovalResult>> RemoveAsync(IReadOnlyList<RemovalPlan> plans, CancellationToken cancellationToken)
    {
        var removed = await Task.WhenAll(plans.SelectMany(plan => plan.Copies).GroupBy(copy => copy.Node)
            .Select(copies => RemoveAsync(copies.Key, [.. copies], cancellationToken))).ConfigureAwait(false);
        var results = removed.SelectMany(node => node).ToLookup(result => result.Image);
        return [.. plans.SelectMany(plan => plan.Copies.Select(copy => copy.Image).Distinct()).SelectMany(image => results[image])];
    }

    private async Task<IReadOnlyDictionary<string, NodeUsage>> LookAsync(IReadOnlyList<ImageRequest> requests, CancellationToken cancellationToken)
    {
        var nodes = requests.SelectMany(request => request.Nodes).DistinctBy(node => node.Name);
        var looks = await Task.WhenAll(nodes.Select(node => LookAsync(node, cancellationToken))).ConfigureAwait(false);
        foreach (var (node, content, _) in looks.OfType<(KindNode, NodeContent, NodeUsage)>()) _nodes[node.Name] = (node, content);
        return looks.OfType<(KindNode Node, NodeContent, NodeUsage Usage)>().ToDictionary(look => look.Node.Name, look => look.Usage);
    }

    private async Task<(KindNode, NodeContent, NodeUsage)?> LookAsync(KindNode node, CancellationToken cancellationToken)
    {
        try
        {
            var content = new NodeImageReader(engine).ReadContentAsync(node, cancellationToken);
            var usage = ReadUsageAsync(node, cancellationToken);
            await Task.WhenAll(content, usage).ConfigureAwait(false);
            return (node, await content.ConfigureAwait(false), await usage.ConfigureAwait(false));
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    private async Task<NodeUsage> ReadUsageAsync(KindNode node, CancellationToken cancellationToken)
    {
        var output = await _shell.RunAsync(node, NodeScripts.Usage, cancellationToken).ConfigureAwait(false);
        try
        {
            return NodeUsageParser.Parse(output);
        }
        catch (FormatException exception)
        {
            throw new KindToolsException(
                "NodeAnswerInvalid",
                FailureCategory.ProtocolError,
                $"The list of containers that node '{node.Name}' gave cannot be read: {exception.Message}. 'docker exec {node.Name} ctr -n k8s.io containers ls' shows what its runtime says.",
                node.Name,
                exception);
        }
    }

    private IEnumerable<(KindNode Node, NodeContent Content)> Looked(ImageRequest request) =>
        request.Nodes.Where(node => _nodes.ContainsKey(node.Name)).Select(node => _nodes[node.Name]);

    private bool MayGo(KindNodeImage image, bool exactly, NodeContent content, NodeUsage usage)
    {
        if (SystemImages.Reason(image, usage) is { } reason)
        {
            if (exactly) log.Error(Kept("SystemImageKept", image, reason));
            else log.Verbose($"{NodeImageFilter.FamiliarName(image)} stays on {image.Node}: {reason}.");
            return false;
        }

        if (Users(image, content, usage) is not { Count: > 0 } users) return true;

        log.Error(Kept("ImageInUse", image, $"{string.Join(", ", users)} {(users.Count == 1 ? "runs" : "run")} it"));
        return false;
    }

    private bool IsFree(KindNodeImage image, NodeContent content, NodeUsage usage)
    {
        if (Users(image, content, usage) is not { Count: > 0 } users) return true;

        log.Verbose($"{image.Image} stays on {image.Node}: {string.Join(", ", users)} {(users.Count == 1 ? "runs" : "run")} it.");
        return false;
    }

    /// <summary>
    /// What runs an image, by whichever of its names: the runtime does not tell which one the pod asked for, and a
    /// container that is started again needs it.
    /// </summary>
    private static List<string> Users(KindNodeImage image, NodeContent content, NodeUsage usage)
    {
        var digests = content.Names.Where(record => record.Digest == image.Digest).Select(record => record.Name).ToHashSet();
        return
        [
            .. usage.Containers
                .Where(container => container.ImageId is null ? digests.Contains(container.Image) : container.ImageId == (image.ImageId ?? image.Image))
                .Select(container => container.Description)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static RemovalPlan[] Plans(IEnumerable<KindNodeImage> images) =>
    [
        .. images.DistinctBy(image => (image.Node, image.Image))
            .GroupBy(NodeImageFilter.FamiliarName)
            .Select(copies => new RemovalPlan(copies.Key, [.. copies])),
    ];

    private async Task<IReadOnlyList<ImageRemovalResult>> RemoveAsync(string name, IReadOnlyList<KindNodeImage> copies, CancellationToken cancellationToken)
    {
        var (node, content) = _nodes[name];
        var records = NodeImageList.RecordsOf(node, content, copies.Select(copy => copy.Image).ToHashSet());
        try
        {
            var output = await _shell.RunAsync(node, NodeScripts.Remove, cancellationToken, [.. records.Select(record => record.Name)]).ConfigureAwait(false);
            var left = Encoding.UTF8.GetString(output).Split('\n').ToHashSet();
            foreach (var copy in copies.Where(copy => left.Contains(copy.Image))) log.Error(NotRemoved(copy));
            return [.. Removed(copies, records).Where(result => !left.Contains(result.Image))];
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return [];
        }
    }

    /// <summary>What goes with an image's last name is told with it, or with the first of several.</summary>
    private static IEnumerable<ImageRemovalResult> Removed(IReadOnlyList<KindNodeImage> copies, IReadOnlyList<ImageRecord> records)
    {
        var names = copies.Select(copy => copy.Image).ToHashSet();
        var besides = records.Where(record => !names.Contains(record.Name)).ToList();
        foreach (var copy in copies)
        {
            string[] mine = [.. besides.Where(record => record.Digest == copy.Digest || record.Name == copy.ImageId).Select(record => record.Name)];
            besides.RemoveAll(record => mine.Contains(record.Name));
            yield return RemovalPlan.Result(copy, ImageRemovalStatus.Removed, [copy.Image, .. mine]);
        }
    }

    private static KindToolsException Kept(string errorId, KindNodeImage image, string reason) => new(
        errorId,
        FailureCategory.InvalidOperation,
        $"Image '{NodeImageFilter.FamiliarName(image)}' stays on node '{image.Node}': {reason}. -Force removes it even so.",
        image.Image);

    private static KindToolsException NotRemoved(KindNodeImage image) => new(
        "ImageNotRemoved",
        FailureCategory.InvalidOperation,
        $"Node '{image.Node}' still has '{NodeImageFilter.FamiliarName(image)}' after it was removed: something on the node brought it back. Try again.",
        image.Image);
}
