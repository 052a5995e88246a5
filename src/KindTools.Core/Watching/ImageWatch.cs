using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Store;
using KindTools.Core.Transfer;

namespace KindTools.Core.Watching;

/// <summary>Keeps the nodes of one request at what the engine has.</summary>
internal sealed class ImageWatch(IContainerEngine engine, WatchRequest request, WatchOutput output, RestartQueue? restarts, IActivityLog log)
{
    private const int MostSuggestions = 3;

    private readonly WatchedImages _images = new(request.Names);
    private readonly NodeFinder _finder = new(engine);
    private bool _hasBegun;

    /// <summary>How it waits for nodes; tests do not.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <summary>Whether there is any node to watch for. What does not exist is reported: later, while the watch goes on, it is not.</summary>
    public async Task<bool> HasNodesAsync(CancellationToken cancellationToken) =>
        (await _finder.FindAsync(request.Clusters, request.Nodes, log, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Looks at what has changed, and brings it. What a failure keeps from being brought is brought on a later occasion.</summary>
    public async Task LookAsync(IReadOnlyDictionary<string, string> engineImages, WatchOccasion occasion, CancellationToken cancellationToken)
    {
        var nodes = await _finder.FindAsync(request.Clusters, request.Nodes, new QuietLog(log), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<KindNode> running = [.. nodes.Where(node => node.State == KindNodeState.Running)];
        foreach (var node in nodes.Except(running)) log.Verbose($"Node '{node.Name}' does not run. It gets what it misses when it starts.");

        var ids = _images.Of(engineImages, nodes);
        if (_images.HasLooked) await LookAgainAsync(ids, running, occasion, cancellationToken).ConfigureAwait(false);
        else await LookFirstAsync(ids, running, engineImages.Keys, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What was built before the watch is not lost: an image of which a node has another build is brought, and so is one that
    /// was named in full. Other images that nodes lack, nobody may want there.
    /// </summary>
    private async Task LookFirstAsync(Dictionary<string, string> ids, IReadOnlyList<KindNode> nodes, IEnumerable<string> engineNames, CancellationToken cancellationToken)
    {
        if (!_hasBegun) TellUnmet(ids, engineNames);
        else await WaitForAsync(nodes, cancellationToken).ConfigureAwait(false);
        _hasBegun = true;
        if (nodes.Count == 0) return;

        var requests = new[] { new ImageRequest([.. ids.Keys.Select(NamePattern.Exactly)], nodes) };
        var comparisons = ids.Count == 0 ? [] : await new ImageComparer(engine, log).CompareAsync(requests, cancellationToken).ConfigureAwait(false);
        var news = comparisons
            .Where(comparison => comparison.State == KindImageState.Stale || (comparison.State == KindImageState.Missing && _images.IsNamed(comparison.Image)))
            .Select(comparison => comparison.Image)
            .Distinct()
            .ToList();
        await BringAsync(news, ids, nodes, cancellationToken).ConfigureAwait(false);
        _images.Settle(ids, news.Union(ids.Keys.Where(_images.IsNamed)));
    }

    private async Task LookAgainAsync(Dictionary<string, string> ids, IReadOnlyList<KindNode> nodes, WatchOccasion occasion, CancellationToken cancellationToken)
    {
        var news = _images.News(ids, occasion);
        if (news.Count > 0 && occasion.AreNodesNew) await WaitForAsync(nodes, cancellationToken).ConfigureAwait(false);
        await BringAsync(news, ids, nodes, cancellationToken).ConfigureAwait(false);
        _images.Settle(ids, news);
    }

    private Task WaitForAsync(IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken) =>
        new NodePatience(engine, log) { Pause = Pause }.WaitAsync(nodes, cancellationToken);

    /// <summary>Brings images. What has lost its name meanwhile is taken off what there is, so that it is news when it has one again.</summary>
    private async Task BringAsync(IReadOnlyList<string> images, Dictionary<string, string> ids, IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken)
    {
        if (images.Count == 0 || nodes.Count == 0) return;

        var names = new NamelessImageLog(log);
        var importer = new ImageImporter(engine, new EngineImageSource(engine, images), new ImportOptions(), names);
        var approved = new List<ImportPlan>();
        foreach (var plan in await importer.PlanAsync(new ImportTargets(nodes), cancellationToken).ConfigureAwait(false))
        {
            var image = plan.Image.Reference.Familiar;
            foreach (var settled in plan.Settled)
            {
                if (settled.Status == ImageImportStatus.AlreadyPresent) log.Verbose($"Node '{settled.Node}' has this {image} already.");
                else await output.WriteAsync(settled).ConfigureAwait(false);
            }

            if (plan.Changes.Count == 0) continue;
            if (await output.ApproveAsync(string.Join(", ", plan.Changes.Select(step => step.Node.Name)), $"Import image {image}").ConfigureAwait(false)) approved.Add(plan);
            else foreach (var planned in plan.NotApproved) await output.WriteAsync(planned).ConfigureAwait(false);
        }

        foreach (var image in names.Nameless) ids.Remove(image);
        var renewed = new HashSet<(string Cluster, string Image)>();
        await foreach (var result in importer.ImportAsync(approved, cancellationToken).ConfigureAwait(false))
        {
            await output.WriteAsync(result).ConfigureAwait(false);
            if (result.Status is ImageImportStatus.Imported or ImageImportStatus.Tagged) renewed.Add((result.Cluster, result.Image));
        }

        if (restarts is not null && renewed.Count > 0) await restarts.AddAsync(renewed, cancellationToken).ConfigureAwait(false);
    }

    private void TellUnmet(Dictionary<string, string> ids, IEnumerable<string> engineNames)
    {
        foreach (var name in _images.Unmet(ids))
        {
            var near = NearMisses.Of(name.Text, engineNames, MostSuggestions);
            log.Warning($"The container engine at {engine.Endpoint} has no image '{name.Text}' yet. It is imported as soon as there is one.{(near.Count > 0 ? $" Near it: {string.Join(", ", near)}." : "")}");
        }
    }
}
