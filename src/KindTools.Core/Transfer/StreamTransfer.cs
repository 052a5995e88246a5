using KindTools.Core.Engines;

namespace KindTools.Core.Transfer;

/// <summary>One read of the source, as a stream, to all nodes at the same time; works with every engine and archive.</summary>
internal sealed class StreamTransfer(IContainerEngine engine, IImageSource source)
{
    /// <summary>Transfers images to nodes. What is returned is the caller's to dispose of.</summary>
    public async Task<IReadOnlyList<NodeImport>> RunAsync(TransferJob job, TransferProgress progress, CancellationToken cancellationToken)
    {
        var way = source.IsEngine ? ImageTransferWay.Save : ImageTransferWay.Archive;
        var starting = job.Nodes.Select(node => NodeImport.StartAsync(engine, node, job, way, cancellationToken)).ToList();
        try
        {
            foreach (var node in job.Nodes)
            {
                if (job.BlobsFor(node) is { } blobs) progress.Expect(node.Node, blobs.Values.Sum());
            }

            var imports = await Task.WhenAll(starting).ConfigureAwait(false);
            if (imports.Any(import => import.Failure is null)) await FeedAsync(job, imports, progress, cancellationToken).ConfigureAwait(false);
            return imports;
        }
        catch
        {
            await ((Task)Task.WhenAll(starting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var started in starting.Where(started => started.IsCompletedSuccessfully)) (await started.ConfigureAwait(false)).Dispose();
            throw;
        }
    }

    private async Task FeedAsync(TransferJob job, IReadOnlyList<NodeImport> imports, TransferProgress progress, CancellationToken cancellationToken)
    {
        var archive = await source.OpenAsync([.. job.Images.Select(image => image.Source)], cancellationToken).ConfigureAwait(false);
        await using (archive.Content.ConfigureAwait(false))
        {
            try
            {
                await new ArchiveTransfer(job, imports, progress).RunAsync(archive, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                throw new KindToolsException(
                    "SourceNotReadable",
                    FailureCategory.ReadError,
                    $"Reading the image from {source.Description} broke off: {exception.Message} Nothing was changed on the nodes; try again.",
                    innerException: exception);
            }
        }
    }
}
