using System.Diagnostics;
using System.Globalization;
using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Transfer;

/// <summary>Brings images from a source to nodes: first a plan, then one transfer to all nodes, then each node's confirmation.</summary>
public sealed class ImageImporter(IContainerEngine engine, IImageSource source, IActivityLog log)
{
    private const int ProgressId = 1;

    private readonly Dictionary<string, NodeState> _states = [];
    private readonly ImportVerifier _verifier = new(engine);
    private readonly PushTransfer _push = new(engine, log);

    /// <summary>Finds out which node lacks which image. What cannot be imported at all is reported and left out.</summary>
    public async Task<IReadOnlyList<ImportPlan>> PlanAsync(IReadOnlyList<KindNode> nodes, CancellationToken cancellationToken)
    {
        using var planning = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = Task.WhenAll(nodes.Select(node => LookAsync(node, planning.Token)));
        IReadOnlyList<SourceImage> images;
        try
        {
            images = await source.ListAsync(log, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody needs the nodes' answers any more, and nothing may run on behind the caller's back.
            await planning.CancelAsync().ConfigureAwait(false);
            await ((Task)looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        foreach (var state in (await looking.ConfigureAwait(false)).OfType<NodeState>()) _states[state.Node.Name] = state;

        return
        [
            .. images.Select(image => new ImportPlan(
                image,
                [.. nodes.Where(node => _states.TryGetValue(node.Name, out var state) && !state.Has(image))],
                [.. nodes.Where(node => _states.TryGetValue(node.Name, out var state) && state.Has(image)).Select(node => AlreadyPresent(node, image))])),
        ];
    }

    /// <summary>Carries out plans. Images that the same nodes lack share one transfer.</summary>
    public async Task<IReadOnlyList<ImageImportResult>> ImportAsync(IReadOnlyList<ImportPlan> plans, CancellationToken cancellationToken)
    {
        var results = new List<ImageImportResult>();
        var transfers = plans.Where(plan => plan.Missing.Count > 0)
            .GroupBy(plan => (plan.Image.Platform, Nodes: string.Join('\n', plan.Missing.Select(node => node.Name))));
        foreach (var transfer in transfers)
        {
            var images = transfer.Select(plan => plan.Image).ToList();
            var states = transfer.First().Missing.Select(node => _states[node.Name]).ToList();
            try
            {
                results.AddRange(await TransferAsync(images, states, everything: false, cancellationToken).ConfigureAwait(false));
            }
            catch (KindToolsException failure)
            {
                // What was imported before stays told, and other images may still have more luck.
                log.Error(failure);
            }
        }

        return results;
    }

    private async Task<NodeState?> LookAsync(KindNode node, CancellationToken cancellationToken)
    {
        try
        {
            var content = new NodeImageReader(engine).ReadContentAsync(node, cancellationToken);
            var blobs = new NodeShell(engine).RunAsync(node, NodeScripts.Blobs, cancellationToken);
            await Task.WhenAll(content, blobs).ConfigureAwait(false);
            return new NodeState(node, await content.ConfigureAwait(false), ParseBlobs(node, await blobs.ConfigureAwait(false)));
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    private async Task<IReadOnlyList<ImageImportResult>> TransferAsync(
        IReadOnlyList<SourceImage> images, IReadOnlyList<NodeState> states, bool everything, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var names = string.Join(", ", images.Select(image => image.Reference.Familiar));
        var progress = new TransferProgress(log, ProgressId, $"Importing {names}", source.Expect(images));
        progress.Waiting();
        IReadOnlyList<NodeImport>? imports = null;
        try
        {
            var to = string.Join(", ", states.Select(state => state.Node.Name));
            if (source.IsEngine && _push.MayWork)
            {
                log.Verbose($"Having {source.Description} push what is missing of {names} on {to}.");
                imports = await _push.TryRunAsync(images, states, everything, progress, cancellationToken).ConfigureAwait(false);
            }

            if (imports is null)
            {
                log.Verbose($"Reading {names} from {source.Description} for {to}.");
                imports = await new StreamTransfer(engine, source, log).RunAsync(images, states, everything, progress, cancellationToken).ConfigureAwait(false);
                progress.Unpacking();
            }

            return await ConfirmAsync(images, imports, start, everything, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var import in imports ?? []) import.Dispose();
            progress.Complete();
        }
    }

    /// <summary>
    /// Asks each node for each image. A node that we left blobs out for and that now misses content (its garbage
    /// collection may have come between) gets everything, once.
    /// </summary>
    private async Task<IReadOnlyList<ImageImportResult>> ConfirmAsync(
        IReadOnlyList<SourceImage> images, IReadOnlyList<NodeImport> imports, long start, bool everything, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(imports.Select(import => ConfirmAsync(images, import, start, cancellationToken))).ConfigureAwait(false);
        var results = new List<ImageImportResult>();
        var again = new List<NodeState>();
        foreach (var (import, answer) in imports.Zip(answers))
        {
            if (answer.Failures.Count > 0 && import.LeftOut && !everything)
            {
                again.Add(_states[import.Node.Name]);
                continue;
            }

            results.AddRange(answer.Results);
            foreach (var failure in answer.Failures) log.Error(failure);
        }

        if (again.Count == 0) return results;

        log.Verbose($"Content went missing on {string.Join(", ", again.Select(state => state.Node.Name))}; sending everything.");
        return [.. results, .. await TransferAsync(images, again, everything: true, cancellationToken).ConfigureAwait(false)];
    }

    private async Task<(IReadOnlyList<ImageImportResult> Results, IReadOnlyList<KindToolsException> Failures)> ConfirmAsync(
        IReadOnlyList<SourceImage> images, NodeImport import, long start, CancellationToken cancellationToken)
    {
        if (import.Failure is not null) return ([], [import.Failure]);

        var results = new List<ImageImportResult>();
        var failures = new List<KindToolsException>();
        foreach (var image in images)
        {
            try
            {
                var found = await _verifier.ConfirmAsync(import.Node, image, cancellationToken).ConfigureAwait(false);
                results.Add(Imported(image, import, found, results.Count == 0 ? import.BytesSent : 0, Stopwatch.GetElapsedTime(start)));
            }
            catch (KindToolsException failure)
            {
                failures.Add(failure);
            }
        }

        return (results, failures);
    }

    private ImageImportResult Imported(SourceImage image, NodeImport import, KindNodeImage found, long bytesSent, TimeSpan elapsed)
    {
        var before = _states[import.Node.Name].ImageIdOf(image.Reference.ToString());
        return new ImageImportResult
        {
            Image = image.Reference.ToString(),
            Cluster = import.Node.Cluster,
            Node = import.Node.Name,
            Status = ImageImportStatus.Imported,
            ImageId = found.ImageId,
            Digest = found.Digest,
            Platform = found.Platform,
            ReplacedImageId = before == found.ImageId ? null : before,
            BytesSent = bytesSent,
            Elapsed = elapsed,
        };
    }

    private ImageImportResult AlreadyPresent(KindNode node, SourceImage image)
    {
        var held = NodeImageList.From(node, _states[node.Name].Content).First(held => held.Image == image.Reference.ToString());
        return new ImageImportResult
        {
            Image = held.Image,
            Cluster = node.Cluster,
            Node = node.Name,
            Status = ImageImportStatus.AlreadyPresent,
            ImageId = held.ImageId,
            Digest = held.Digest,
            Platform = held.Platform,
            BytesSent = 0,
            Elapsed = TimeSpan.Zero,
        };
    }

    /// <summary><c>HEX LENGTH</c>, a line a blob.</summary>
    private static Dictionary<string, long> ParseBlobs(KindNode node, byte[] output)
    {
        var blobs = new Dictionary<string, long>();
        foreach (var line in Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [var hex, var length] || !long.TryParse(length, CultureInfo.InvariantCulture, out var bytes))
                throw new KindToolsException("NodeAnswerInvalid", FailureCategory.ProtocolError, $"The list of content that node '{node.Name}' gave cannot be read: '{line}'.", node.Name);

            blobs["sha256:" + hex] = bytes;
        }

        return blobs;
    }
}
