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

    /// <summary>How the last images that were transferred came.</summary>
    public ImageTransferWay Way { get; private set; } = ImageTransferWay.Save;

    /// <summary>Only an engine on this machine may share our loopback.</summary>
    private PushRoute Route
    {
        get => Routes.GetValueOrDefault(
            engine.Endpoint.Address,
            engine.Endpoint.Address.Scheme is "unix" or "npipe" || engine.Endpoint.Address.IsLoopback ? PushRoute.Direct : PushRoute.Relay);
        set => Routes[engine.Endpoint.Address] = value;
    }

    /// <summary>Transfers images to nodes; null when the engine cannot push to us, and nothing has been changed.</summary>
    public async Task<IReadOnlyList<NodeImport>?> TryRunAsync(
        IReadOnlyList<SourceImage> images, IReadOnlyList<NodeState> nodes, bool everything, TransferProgress progress, CancellationToken cancellationToken)
    {
        var intake = new PushIntake(engine, nodes, everything, progress);
        var closing = new List<Task>();
        try
        {
            if (!await PushAsync(images, nodes[0].Node.NodeImage, intake, closing, cancellationToken).ConfigureAwait(false)) return null;

            progress.Unpacking();
            var imports = await Task.WhenAll(nodes.Select(node => ImportAsync(images, node, intake, everything, cancellationToken))).ConfigureAwait(false);
            return [.. imports.OfType<NodeImport>()];
        }
        finally
        {
            await Task.WhenAll(closing).ConfigureAwait(false);
            if (intake.PassedOn.Count > 0) await ReleaseAsync(nodes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> PushAsync(
        IReadOnlyList<SourceImage> images, string nodeImage, PushIntake intake, List<Task> closing, CancellationToken cancellationToken)
    {
        using var lease = EndpointLease.Take();
        await _leftovers.RemoveTagsAsync(cancellationToken).ConfigureAwait(false);
        if (Route == PushRoute.Direct)
        {
            Way = ImageTransferWay.Push;
            if (await PushAsync(images, RegistryEndpoint.Start(lease.Identity, intake), PushRoute.Relay, intake, closing, cancellationToken).ConfigureAwait(false)) return true;
        }

        if (Route == PushRoute.Relay && await TryStartRelayAsync(nodeImage, lease.Identity, intake, cancellationToken).ConfigureAwait(false) is { } relay)
        {
            Way = ImageTransferWay.Relay;
            if (await PushAsync(images, relay, PushRoute.None, intake, closing, cancellationToken).ConfigureAwait(false)) return true;
        }

        Way = ImageTransferWay.Save;
        return false;
    }

    /// <summary>
    /// Pushes to an endpoint. When nobody came there at all, the other route is taken from now on. To close a relay takes a
    /// moment, in which the nodes can import.
    /// </summary>
    private async Task<bool> PushAsync(
        IReadOnlyList<SourceImage> images, IPushEndpoint endpoint, PushRoute other, PushIntake intake, List<Task> closing, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var image in images)
            {
                var tag = string.Create(CultureInfo.InvariantCulture, $"p{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
                await PushAsync(image, endpoint.Repository, tag, cancellationToken).ConfigureAwait(false);
                intake.Name(tag, image);
            }

            return true;
        }
        catch (KindToolsException failure)
        {
            // Whoever connects and asks for nothing, as an engine that wants TLS, will do so whatever the route.
            if (!intake.WasAsked) Route = endpoint.WasReached ? PushRoute.None : other;
            log.Verbose($"The engine cannot push to KindTools{(Way == ImageTransferWay.Relay ? " through a relay" : "")}: {failure.Message}");
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

    private async Task PushAsync(SourceImage image, string repository, string tag, CancellationToken cancellationToken)
    {
        await engine.TagImageAsync(image.Reference.ToString(), repository, tag, cancellationToken).ConfigureAwait(false);
        try
        {
            await engine.PushImageAsync($"{repository}:{tag}", image.MayHoldSeveralPlatforms ? image.Platform : null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after Ctrl+C; what a killed session leaves, the next one removes.
            await engine.RemoveTagAsync($"{repository}:{tag}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<NodeImport?> ImportAsync(
        IReadOnlyList<SourceImage> images, NodeState node, PushIntake intake, bool everything, CancellationToken cancellationToken)
    {
        if (intake.Failures.TryGetValue(node.Node.Name, out var failure))
        {
            log.Error(failure);
            return null;
        }

        NodeImport? import = null;
        try
        {
            var index = IndexWriter.Write([.. images.Select(image => (image, ManifestChooser.Choose(image, intake.Index, intake.Documents, node.Content.Platform)))]);
            import = await NodeImport.StartAsync(engine, node, images[0].Platform, everything, cancellationToken).ConfigureAwait(false);
            import.CountSent(intake.BytesTo(node.Node), leftOut: !everything);
            await import.WriteArchiveAsync(intake.Kept, index, cancellationToken).ConfigureAwait(false);
            return import;
        }
        catch (KindToolsException exception)
        {
            import?.Dispose();
            log.Error(exception);
            return null;
        }
    }

    private async Task ReleaseAsync(IReadOnlyList<NodeState> nodes, CancellationToken cancellationToken)
    {
        var shell = new NodeShell(engine);
        await Task.WhenAll(nodes.Select(async node =>
        {
            try
            {
                await shell.RunAsync(node.Node, NodeScripts.Release, cancellationToken).ConfigureAwait(false);
            }
            catch (KindToolsException failure)
            {
                log.Verbose($"Labels of a transfer are left on node '{node.Node.Name}'; the next import removes them. {failure.Message}");
            }
        })).ConfigureAwait(false);
    }
}
