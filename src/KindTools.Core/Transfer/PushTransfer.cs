using System.Collections.Concurrent;
using System.Globalization;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Core.Registry;
using KindTools.Core.Relay;

namespace KindTools.Core.Transfer;

/// <summary>
/// The engine works out what is missing: it pushes to an endpoint of ours, asks it for each blob, and sends only those
/// that we do not claim to have. A save, in contrast, always reads the whole image.
/// </summary>
/// <remarks>
/// A first load takes the same way, wherever the engine can push: after a save from the classic store nodes would have
/// plain layers, and nothing of the compressed ones that the engine asks for in the next push.
///
/// Straight to us where the engine can; else, when nobody has reached us, through a relay. What was found out holds for
/// the session: for the engine, and for whether an image makes a relay.
/// </remarks>
internal sealed class PushTransfer(IContainerEngine engine, IActivityLog log)
{
    private static readonly ConcurrentDictionary<Uri, PushRoute> Routes = new();
    private static readonly ConcurrentDictionary<(Uri Engine, string Image), bool> NoRelay = new();

    private static int s_count;

    private readonly PushLeftovers _leftovers = new(engine, log);

    /// <summary>Whether it is worth trying: nothing was found out to the contrary.</summary>
    public bool MayWork => Route != PushRoute.None;

    /// <summary>Only an engine on this machine may share our loopback.</summary>
    private PushRoute Route
    {
        get => Routes.GetValueOrDefault(
            engine.Endpoint.Address,
            engine.Endpoint.Address.Scheme is "unix" or "npipe" || engine.Endpoint.Address.IsLoopback ? PushRoute.Direct : PushRoute.Relay);
        set => Routes[engine.Endpoint.Address] = value;
    }

    /// <summary>Transfers images to nodes; null when the engine cannot push to us, and nothing has been changed.</summary>
    public async Task<IReadOnlyList<NodeImport>?> TryRunAsync(TransferJob job, TransferProgress progress, CancellationToken cancellationToken)
    {
        using var lease = EndpointLease.Take();
        using var intake = new PushIntake(engine, job, progress);
        var closing = new List<Task>();
        try
        {
            if (await PushAsync(job, intake, lease.Identity, closing, cancellationToken).ConfigureAwait(false) is not { } way) return null;

            progress.Unpacking();
            return await Task.WhenAll(job.Nodes.Select(node => ImportAsync(job, node, intake, way, cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(closing).ConfigureAwait(false);
            if (intake.HasPassedOn) await ReleaseAsync(job.Nodes.Where(node => !intake.BusyNodes.ContainsKey(node.Node.Name)), intake.Transfer, cancellationToken.IsCancellationRequested).ConfigureAwait(false);
        }
    }

    private async Task<ImageTransferWay?> PushAsync(
        TransferJob job, PushIntake intake, EndpointIdentity identity, List<Task> closing, CancellationToken cancellationToken)
    {
        await _leftovers.RemoveTagsAsync(cancellationToken).ConfigureAwait(false);
        if (Route == PushRoute.Direct)
        {
            var endpoint = RegistryEndpoint.Start(identity, intake);
            if (await PushAsync(job.Images, endpoint, PushRoute.Relay, intake, closing, cancellationToken).ConfigureAwait(false)) return ImageTransferWay.Push;
        }

        if (Route == PushRoute.Relay
            && await TryStartRelayAsync(job.Nodes[0].Node.NodeImage, identity, intake, cancellationToken).ConfigureAwait(false) is { } relay
            && await PushAsync(job.Images, relay, PushRoute.None, intake, closing, cancellationToken).ConfigureAwait(false))
        {
            return ImageTransferWay.Relay;
        }

        return null;
    }

    /// <summary>
    /// Pushes to an endpoint. When nobody came there at all, the other route is taken from now on. To close a relay takes a
    /// moment, in which the nodes can import.
    /// </summary>
    private async Task<bool> PushAsync(
        IReadOnlyList<WantedImage> images, IPushEndpoint endpoint, PushRoute other, PushIntake intake, List<Task> closing, CancellationToken cancellationToken)
    {
        var tried = false;
        var contents = images.GroupBy(image => (image.Source.Id, image.Content)).ToList(); // Under each of its names it is the same.
        var (before, whole) = (0L, Math.Max(1, contents.Sum(names => names.First().Source.Size)));
        try
        {
            intake.Progress.Pushed(0);
            foreach (var names in contents)
            {
                var tag = string.Create(CultureInfo.InvariantCulture, $"p{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
                var image = names.First();
                void Tell(double part) => intake.Progress.Pushed((before + (part * image.Source.Size)) / whole);
                await PushAsync(image, endpoint.Repository, tag, () => tried = true, Tell, cancellationToken).ConfigureAwait(false);
                before += image.Source.Size;
                foreach (var name in names) intake.Name(tag, name);
            }

            return true;
        }
        catch (KindToolsException failure)
        {
            // Whoever connects and asks for nothing, as an engine that wants TLS, will do so whatever the route.
            if (tried && !intake.WasAsked) Route = endpoint.WasReached ? PushRoute.None : other;
            intake.Progress.NotPushed();
            log.Verbose($"The engine cannot push to KindTools{(endpoint is RelayEndpoint ? " through a relay" : "")}: {failure.Message}");
            return false;
        }
        finally
        {
            closing.Add(endpoint.DisposeAsync().AsTask());
        }
    }

    private async Task<IPushEndpoint?> TryStartRelayAsync(string image, EndpointIdentity identity, PushIntake intake, CancellationToken cancellationToken)
    {
        if (NoRelay.ContainsKey((engine.Endpoint.Address, image))) return null;

        try
        {
            await _leftovers.RemoveRelaysAsync(cancellationToken).ConfigureAwait(false);
            var relay = await RelayEndpoint.StartAsync(engine, image, identity, intake, cancellationToken).ConfigureAwait(false);
            log.Verbose($"The engine runs elsewhere: a container of '{image}' relays what it pushes to {relay.Repository.Split('/')[0]}.");
            return relay;
        }
        catch (KindToolsException failure)
        {
            NoRelay[(engine.Endpoint.Address, image)] = true;
            log.Verbose($"No relay could be started from the node's image '{image}': {failure.Message}");
            return null;
        }
    }

    private async Task PushAsync(WantedImage image, string repository, string tag, Action tagged, Action<double> progress, CancellationToken cancellationToken)
    {
        var name = $"{repository}:{tag}";
        PushLeftovers.Claim(name);
        try
        {
            await engine.TagImageAsync(image.Source.SourceName, repository, tag, cancellationToken).ConfigureAwait(false);
            tagged();
            await engine.PushImageAsync(name, image.Source.HasManifests ? image.Content.Platform : null, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _leftovers.RemoveAsync(name).ConfigureAwait(false);
        }
    }

    private async Task<NodeImport> ImportAsync(
        TransferJob job, NodeState node, PushIntake intake, ImageTransferWay way, CancellationToken cancellationToken)
    {
        if (intake.Failures.TryGetValue(node.Node.Name, out var failure)) return NodeImport.Failed(node, job, way, failure);

        NodeImport? import = null;
        try
        {
            var index = IndexWriter.Write(
                [.. job.Images.Select(image => (image.Source.Reference, ManifestChooser.Choose(image, intake.Index, intake.Documents, node.Content.Platform)))]);
            import = await NodeImport.StartAsync(engine, node, job, way, cancellationToken).ConfigureAwait(false);
            import.CountSent(intake.SentTo(node.Node));
            foreach (var (digest, content) in intake.Kept.Where(blob => import.Wants(blob.Key)))
                await import.WriteBlobAsync(digest, content, cancellationToken).ConfigureAwait(false);
            await import.CompleteAsync(index, cancellationToken).ConfigureAwait(false);
            return import;
        }
        catch (KindToolsException exception)
        {
            import?.Dispose();
            return NodeImport.Failed(node, job, way, exception);
        }
        catch
        {
            import?.Dispose(); // The node gives up what has no end, and does not wait for it.
            throw;
        }
    }

    /// <summary>Also after Ctrl+C, though not for long then.</summary>
    private async Task ReleaseAsync(IEnumerable<NodeState> nodes, string transfer, bool inHaste)
    {
        using var patience = new CancellationTokenSource(inHaste ? LatePatience.HasteTime : NodeShell.AnswerTime);
        var shell = new NodeShell(engine);
        await Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                await shell.RunAsync(node.Node, NodeScripts.Release, patience.Token, transfer).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is KindToolsException or OperationCanceledException)
            {
                log.Verbose($"Labels of a transfer are left on node '{node.Node.Name}'; the next import removes them. {failure.Message}");
            }
        })).ConfigureAwait(false);
    }
}
