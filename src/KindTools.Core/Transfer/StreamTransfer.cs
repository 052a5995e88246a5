using KindTools.Core.Engines;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>One read of the source, as a stream, to all nodes at the same time; works with every engine and archive.</summary>
internal sealed class StreamTransfer(IContainerEngine engine, IImageSource source, IActivityLog log)
{
    /// <summary>Transfers images to nodes. What is returned is the caller's to dispose of.</summary>
    public async Task<IReadOnlyList<NodeImport>> RunAsync(
        IReadOnlyList<SourceImage> images, IReadOnlyList<NodeState> nodes, bool everything, TransferProgress progress, CancellationToken cancellationToken)
    {
        var imports = new List<NodeImport>();
        try
        {
            foreach (var node in nodes)
            {
                if (await StartAsync(node, images[0].Platform, everything, cancellationToken).ConfigureAwait(false) is { } import) imports.Add(import);
            }

            if (imports.Count > 0) await FeedAsync(images, imports, progress, cancellationToken).ConfigureAwait(false);
            return imports;
        }
        catch
        {
            foreach (var import in imports) import.Dispose();
            throw;
        }
    }

    /// <summary>A node that went away since it was asked is reported, and the others go on.</summary>
    private async Task<NodeImport?> StartAsync(NodeState node, ImagePlatform? platform, bool everything, CancellationToken cancellationToken)
    {
        try
        {
            return await NodeImport.StartAsync(engine, node, platform, everything, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return null;
        }
    }

    private async Task FeedAsync(
        IReadOnlyList<SourceImage> images, IReadOnlyList<NodeImport> imports, TransferProgress progress, CancellationToken cancellationToken)
    {
        var archive = await source.OpenAsync(images, cancellationToken).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            try
            {
                await new ArchiveTransfer(images, imports, progress).RunAsync(archive, cancellationToken).ConfigureAwait(false);
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
