using KindTools.Core.Engines;

namespace KindTools.Core.Transfer;

/// <summary>One read of the source, as a stream, to all nodes at the same time; works with every engine and archive.</summary>
internal sealed class StreamTransfer(IContainerEngine engine, IImageSource source)
{
    /// <summary>Transfers images to nodes. What is returned is the caller's to dispose of.</summary>
    public async Task<IReadOnlyList<NodeImport>> RunAsync(TransferJob job, TransferProgress progress, CancellationToken cancellationToken)
    {
        var imports = new List<NodeImport>();
        try
        {
            var way = source.IsEngine ? ImageTransferWay.Save : ImageTransferWay.Archive;
            foreach (var node in job.Nodes)
            {
                imports.Add(await NodeImport.StartAsync(engine, node, job, way, cancellationToken).ConfigureAwait(false));
                if (job.BlobsFor(node) is { } blobs) progress.Expect(node.Node, blobs.Values.Sum());
            }

            if (imports.Any(import => import.Failure is null)) await FeedAsync(job, imports, progress, cancellationToken).ConfigureAwait(false);
            return imports;
        }
        catch
        {
            foreach (var import in imports) import.Dispose();
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
