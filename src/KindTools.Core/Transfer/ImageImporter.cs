using System.Diagnostics;
using System.Runtime.CompilerServices;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Brings images from a source to nodes: first a plan, then one transfer to all nodes, then each node's confirmation.</summary>
public sealed class ImageImporter(IContainerEngine engine, IImageSource source, ImportOptions options, IActivityLog log)
{
    private readonly ImportPlanner _planner = new(engine, options, log);
    private readonly PushTransfer _push = new(engine, log);

    /// <summary>Finds out what each image takes on each of its nodes. What cannot be imported at all is reported.</summary>
    public async Task<IReadOnlyList<ImportPlan>> PlanAsync(ImportTargets targets, CancellationToken cancellationToken)
    {
        using var planning = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = _planner.LookAsync(targets.Nodes, planning.Token);
        IReadOnlyList<SourceImage> images;
        try
        {
            images = await source.ListAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody needs the nodes' answers any more, and nothing may run on behind the caller's back.
            await planning.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await looking.ConfigureAwait(false);
        return [.. Renamed(images).Select(image => _planner.Plan(image, targets.For(image)))];
    }

    /// <summary>Carries out the changes of plans. Images that the same nodes lack share one transfer.</summary>
    public async IAsyncEnumerable<ImageImportResult> ImportAsync(IReadOnlyList<ImportPlan> plans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var steps = plans.SelectMany(plan => plan.Changes).ToList();
        var tagged = await TagAsync([.. steps.Where(step => step.TagFrom is not null)], cancellationToken).ConfigureAwait(false);
        foreach (var result in tagged.Results) yield return result;

        foreach (var job in Jobs(steps.Where(step => step.TagFrom is null), options.Force).Concat(Jobs(tagged.NotTagged, everything: true)))
        {
            foreach (var result in await TransferAsync(job, cancellationToken).ConfigureAwait(false)) yield return result;
        }
    }

    private IEnumerable<SourceImage> Renamed(IReadOnlyList<SourceImage> images)
    {
        if (options.As is not { } name) return images;
        if (images.Count <= 1) return images.Select(image => image with { Reference = name });

        throw new KindToolsException(
            "OneImageExpected",
            FailureCategory.InvalidArgument,
            $"-As gives one image another name, and there are {images.Count}: {string.Join(", ", images.Select(image => image.Reference.Familiar))}. Import them one by one.");
    }

    private static IEnumerable<TransferJob> Jobs(IEnumerable<ImportStep> steps, bool everything) => steps
        .GroupBy(step => (step.Image, step.Content!.Platform))
        .GroupBy(image => (image.Key.Platform, Nodes: string.Join('\n', image.Select(step => step.Node.Name))))
        .Select(job => new TransferJob(
            [.. job.Select(image => new WantedImage(image.Key.Image, image.First().Content!))],
            [.. job.First().Select(step => step.State!)],
            everything));

    /// <summary>Gives content that nodes have its new name. Where a node does not confirm it, the image is to be sent.</summary>
    private async Task<(IReadOnlyList<ImageImportResult> Results, IReadOnlyList<ImportStep> NotTagged)> TagAsync(
        IReadOnlyList<ImportStep> steps, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(steps.GroupBy(step => step.Node.Name).Select(async node =>
        {
            try
            {
                var names = node.Select(step => (step.TagFrom!, step.Image.Reference.ToString()));
                var confirmation = await new NodeTagging(engine).RunAsync(node.First().Node, [.. names], cancellationToken).ConfigureAwait(false);
                return (Steps: node, Confirmation: (NodeConfirmation?)confirmation);
            }
            catch (KindToolsException failure)
            {
                log.Verbose($"{failure.Message} Sending the image instead.");
                return (Steps: node, Confirmation: null);
            }
        })).ConfigureAwait(false);

        var confirmed = answers.SelectMany(answer => answer.Steps.Select(step => (Step: step, answer.Confirmation)))
            .ToLookup(pair => pair.Confirmation is { } confirmation && !confirmation.Problems.ContainsKey(pair.Step.Image.Reference.ToString()));
        return (
            [
                .. confirmed[true].Select(pair => ImportResults.Confirmed(
                    pair.Step.State!, pair.Confirmation!.Content, pair.Step.Image.Reference.ToString(), ImageImportStatus.Tagged, Stopwatch.GetElapsedTime(start))),
            ],
            [.. confirmed[false].Select(pair => pair.Step)]);
    }

    private async Task<IReadOnlyList<ImageImportResult>> TransferAsync(TransferJob job, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var progress = new TransferProgress(log, $"Importing {job.Names}", source.Expect([.. job.Images.Select(image => image.Source)]), job.Nodes.Select(state => state.Node));
        progress.Waiting();
        IReadOnlyList<NodeImport> imports = [];
        try
        {
            imports = await RunAsync(job, progress, cancellationToken).ConfigureAwait(false);
            progress.Unpacking();
            return await ConcludeAsync(job, imports, start, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            // What was imported before stays told, and other images may still have more luck.
            log.Error(failure);
            return [.. job.Nodes.SelectMany(state => Failed(job, state.Node, failure, Stopwatch.GetElapsedTime(start)))];
        }
        finally
        {
            foreach (var import in imports) import.Dispose();
            progress.Complete();
        }
    }

    private async Task<IReadOnlyList<NodeImport>> RunAsync(TransferJob job, TransferProgress progress, CancellationToken cancellationToken)
    {
        await Task.WhenAll(MendAsync(job, cancellationToken), new PushLeftovers(engine, log).AbandonAsync(job.Nodes, cancellationToken)).ConfigureAwait(false);
        var nodes = string.Join(", ", job.Nodes.Select(state => state.Node.Name));
        if (source.IsEngine && _push.MayWork)
        {
            log.Verbose($"Having {source.Description} push what is missing of {job.Names} on {nodes}.");
            if (await _push.TryRunAsync(job, progress, cancellationToken).ConfigureAwait(false) is { } pushed) return pushed;
        }

        log.Verbose($"Reading {job.Names} from {source.Description} for {nodes}{(source.IsEngine ? ", because it cannot push to this session" : "")}.");
        return await new StreamTransfer(engine, source).RunAsync(job, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Clears the way for content that nodes have damaged. Everything is looked through only when that is asked for.</summary>
    private Task MendAsync(TransferJob job, CancellationToken cancellationToken) => Task.WhenAll(job.Nodes.Select(async state =>
    {
        var suspects = (options.Force ? state.DigestsOf(job.Images) : []).Concat(state.Damaged).Distinct().ToArray();
        if (suspects.Length == 0) return;

        try
        {
            await new NodeShell(engine).RunAsync(state.Node, NodeScripts.Mend, cancellationToken, suspects).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Verbose($"Whether content is damaged could not be found out. {failure.Message}");
        }
    }));

    /// <summary>
    /// What each node says of each image. A node that we left blobs out for and that now misses content (its garbage
    /// collection may have come between) gets everything, once.
    /// </summary>
    private async Task<IReadOnlyList<ImageImportResult>> ConcludeAsync(
        TransferJob job, IReadOnlyList<NodeImport> imports, long start, CancellationToken cancellationToken)
    {
        var results = new List<ImageImportResult>();
        var again = new List<NodeState>();
        foreach (var import in imports)
        {
            var failures = import.Failure is { } broken ? job.References.ToDictionary(name => name, _ => broken) : import.Confirmation!.Problems;
            if (failures.Count > 0 && import.LeftOut && !job.Everything)
            {
                again.Add(import.State);
                continue;
            }

            foreach (var failure in failures.Values.Distinct()) log.Error(failure);
            results.AddRange(Describe(job, import, failures, Stopwatch.GetElapsedTime(start)));
        }

        if (again.Count == 0) return results;

        log.Verbose($"Content went missing on {string.Join(", ", again.Select(state => state.Node.Name))}; sending everything.");
        return [.. results, .. await TransferAsync(job.Again(again), cancellationToken).ConfigureAwait(false)];
    }

    private static IEnumerable<ImageImportResult> Describe(
        TransferJob job, NodeImport import, IReadOnlyDictionary<string, KindToolsException> failures, TimeSpan elapsed)
    {
        var counted = new HashSet<string>();
        foreach (var name in job.References)
        {
            yield return failures.TryGetValue(name, out var failure)
                ? ImportResults.Failed(import.Node, name, failure, elapsed)
                : ImportResults.WithSent(
                    ImportResults.Confirmed(import.State, import.Confirmation!.Content, name, ImageImportStatus.Imported, elapsed), import, counted);
        }
    }

    private static IEnumerable<ImageImportResult> Failed(TransferJob job, KindNode node, KindToolsException failure, TimeSpan elapsed) =>
        job.Images.Select(image => ImportResults.Failed(node, image.Source.Reference.ToString(), failure, elapsed));
}
