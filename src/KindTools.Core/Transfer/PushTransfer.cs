using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;
using KindTools.Core.Registry;

namespace KindTools.Core.Transfer;

/// <summary>
/// The engine works out what is missing: it pushes to an endpoint of ours, asks it for each blob, and sends only those
/// that we do not claim to have. A save, in contrast, always reads the whole image.
/// </summary>
internal sealed partial class PushTransfer(IContainerEngine engine, IActivityLog log)
{
    /// <summary>Engines of this session that live where our loopback is not theirs.</summary>
    private static readonly ConcurrentDictionary<Uri, bool> Unreachable = new();

    private static int s_count;

    /// <summary>Whether it is worth trying: the engine may share our loopback, and has not been found not to.</summary>
    public bool MayWork => !Unreachable.ContainsKey(engine.Endpoint.Address)
        && (engine.Endpoint.Address.Scheme is "unix" or "npipe" || engine.Endpoint.Address.IsLoopback);

    /// <summary>Transfers images to nodes; null when the engine cannot push to us, and nothing has been changed.</summary>
    public async Task<IReadOnlyList<NodeImport>?> TryRunAsync(TransferJob job, TransferProgress progress, CancellationToken cancellationToken)
    {
        var intake = new PushIntake(engine, job, progress);
        try
        {
            if (!await PushAsync(job.Images, intake, cancellationToken).ConfigureAwait(false)) return null;

            progress.Unpacking();
            return await Task.WhenAll(job.Nodes.Select(node => ImportAsync(job, node, intake, cancellationToken))).ConfigureAwait(false);
        }
        finally
        {
            if (intake.PassedOn.Count > 0) await ReleaseAsync(job.Nodes, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> PushAsync(IReadOnlyList<WantedImage> images, PushIntake intake, CancellationToken cancellationToken)
    {
        var endpoint = RegistryEndpoint.Start(EndpointIdentity.Load(), intake);
        await using (endpoint.ConfigureAwait(false))
        {
            await RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false);
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
                if (!intake.WasAsked) Unreachable[engine.Endpoint.Address] = true;
                log.Verbose($"The engine cannot push to KindTools ({failure.Message}); reading what it saves instead.");
                return false;
            }
        }
    }

    private async Task PushAsync(WantedImage image, string repository, string tag, CancellationToken cancellationToken)
    {
        await engine.TagImageAsync(image.Source.SourceName, repository, tag, cancellationToken).ConfigureAwait(false);
        try
        {
            await engine.PushImageAsync($"{repository}:{tag}", image.Source.HasManifests ? image.Content.Platform : null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Also after Ctrl+C; what a killed session leaves, the next one removes.
            await engine.RemoveTagAsync($"{repository}:{tag}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<NodeImport> ImportAsync(TransferJob job, NodeState node, PushIntake intake, CancellationToken cancellationToken)
    {
        if (intake.Failures.TryGetValue(node.Node.Name, out var failure)) return NodeImport.Failed(node, job, ImageTransferWay.Push, failure);

        NodeImport? import = null;
        try
        {
            var index = IndexWriter.Write(
                [.. job.Images.Select(image => (image.Source.Reference, ManifestChooser.Choose(image, intake.Index, intake.Documents, node.Content.Platform)))]);
            import = await NodeImport.StartAsync(engine, node, job, ImageTransferWay.Push, cancellationToken).ConfigureAwait(false);
            import.CountSent(intake.SentTo(node.Node));
            foreach (var (digest, content) in intake.Kept.Where(blob => import.Wants(blob.Key)))
                await import.WriteBlobAsync(digest, content, cancellationToken).ConfigureAwait(false);
            await import.CompleteAsync(index, cancellationToken).ConfigureAwait(false);
            return import;
        }
        catch (KindToolsException exception)
        {
            import?.Dispose();
            return NodeImport.Failed(node, job, ImageTransferWay.Push, exception);
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

    /// <summary>Tags of sessions that were killed in the middle of a push.</summary>
    private async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await engine.ListImageNamesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (HelperTag().Match(name) is not { Success: true } match || IsRunning(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))) continue;

            log.Verbose($"Removing the name '{name}' that an earlier session left behind.");
            await engine.RemoveTagAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^127\.0\.0\.1:\d+/kindtools-[0-9a-f]+:p(\d+)-\d+$")]
    private static partial Regex HelperTag();
}
