using System.IO.Pipelines;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Nodes;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>
/// Writes images from nodes as one OCI archive, which a manifest.json lets every version of Docker load too. The content
/// streams from the nodes' content stores; nothing is kept on the way.
/// </summary>
public sealed class ImageExporter(IContainerEngine engine, IActivityLog log)
{
    private readonly NodeShell _shell = new(engine);

    /// <summary>Fails where a file must not be written, so that nobody waits for that to be found out at the end.</summary>
    public static void RequireWritable(string path, bool force) => ArchiveTarget.Require(path, force);

    /// <summary>Writes the archive to a file, under its name only once it is whole.</summary>
    /// <param name="plan">The images.</param>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <param name="cancellationToken">Ends the export; what was written is removed.</param>
    public async Task<IReadOnlyList<ImageExportResult>> ToFileAsync(ExportPlan plan, string path, bool force, CancellationToken cancellationToken)
    {
        using var file = ArchiveTarget.Create(path, force);
        await WriteAsync(plan, file, cancellationToken).ConfigureAwait(false);
        file.Keep();
        return plan.Results(ImageExportStatus.Exported, path);
    }

    /// <summary>Loads the archive into the container engine while it is written.</summary>
    public async Task<IReadOnlyList<ImageExportResult>> ToEngineAsync(ExportPlan plan, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var loading = LoadAsync(pipe.Reader, ending);
        try
        {
            await WriteAsync(plan, pipe.Writer.AsStream(leaveOpen: true), ending.Token).ConfigureAwait(false);
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await pipe.Writer.CompleteAsync().ConfigureAwait(false); // The engine takes no more; it says why.
        }
        catch (Exception exception)
        {
            await pipe.Writer.CompleteAsync(exception).ConfigureAwait(false);
            await ending.CancelAsync().ConfigureAwait(false);
            await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await loading.ConfigureAwait(false);
        var found = await engine.FindImagesAsync(plan.Images.Select(image => image.Reference.ToString()), cancellationToken).ConfigureAwait(false);
        if (plan.Images.FirstOrDefault(image => found[image.Reference.ToString()] is null) is { } lost)
            throw new KindToolsException(
                "ImageNotVerified",
                FailureCategory.InvalidOperation,
                $"The container engine at {engine.Endpoint} took '{lost.Reference.Familiar}', but does not list it. Export it with -Path and load the file with 'docker load --input FILE'.",
                lost.Reference.ToString());

        return plan.Results(ImageExportStatus.Exported, path: null);
    }

    private async Task LoadAsync(PipeReader reader, CancellationTokenSource ending)
    {
        try
        {
            await engine.LoadImagesAsync(reader.AsStream(), ending.Token).ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(ExportPlan plan, Stream archive, CancellationToken cancellationToken)
    {
        var manifests = await ReadManifestsAsync(plan, cancellationToken).ConfigureAwait(false);
        var contents = plan.Images
            .SelectMany(image => image.Blobs.Select(blob => (image.State.Node, blob.Digest, blob.Size)))
            .DistinctBy(content => content.Digest)
            .ToList();
        var progress = new TransferProgress(log, $"Exporting {string.Join(", ", plan.Names)}", contents.Sum(content => content.Size), []);
        try
        {
            await WriteEntryAsync(archive, "oci-layout", IndexWriter.OciLayout, cancellationToken).ConfigureAwait(false);
            await WriteEntryAsync(archive, "index.json", ExportDocuments.Index(plan.Images, manifests), cancellationToken).ConfigureAwait(false);
            await WriteEntryAsync(archive, "manifest.json", ExportDocuments.DockerManifest(plan.Images), cancellationToken).ConfigureAwait(false);
            foreach (var (digest, manifest) in manifests)
                await WriteEntryAsync(archive, ContentDigest.PathOf(digest), manifest, cancellationToken).ConfigureAwait(false);
            foreach (var node in contents.GroupBy(content => content.Node.Name))
                await CopyAsync(node.First().Node, [.. node.Select(content => (content.Digest, content.Size))], archive, progress, cancellationToken).ConfigureAwait(false);
            await archive.WriteAsync(TarBlocks.End, cancellationToken).ConfigureAwait(false);
            await archive.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.Complete();
        }
    }

    /// <summary>The manifests as they are: an archive's index has to name their types.</summary>
    private async Task<IReadOnlyDictionary<string, byte[]>> ReadManifestsAsync(ExportPlan plan, CancellationToken cancellationToken)
    {
        var manifests = new Dictionary<string, byte[]>();
        foreach (var images in plan.Images.DistinctBy(image => image.Found.ManifestDigest).GroupBy(image => image.State.Node.Name))
        {
            var node = images.First().State.Node;
            var digests = images.Select(image => image.Found.ManifestDigest).ToList();
            var output = await _shell.RunAsync(node, NodeScripts.Contents, cancellationToken, [.. digests.Select(Hex)]).ConfigureAwait(false);
            var offset = 0;
            foreach (var image in images)
            {
                var digest = image.Found.ManifestDigest;
                var content = output.AsSpan(offset, (int)Math.Min(output.Length - offset, image.State.Blobs[digest])).ToArray();
                if (ContentDigest.Of(content) != digest) throw ArchiveSink.Damaged(node.Name, $"{digest} is damaged there");

                manifests[digest] = content;
                offset += content.Length;
            }
        }

        return manifests;
    }

    private async Task CopyAsync(
        KindNode node, IReadOnlyList<(string Digest, long Length)> blobs, Stream archive, TransferProgress progress, CancellationToken cancellationToken)
    {
        using var sink = new ArchiveSink(archive, node.Name, blobs, progress);
        NodeShell.RequireRunning(node);
        var result = await engine.ReadExecAsync(
            node.ContainerId, ["sh", "-c", NodeScripts.Contents, "kindtools", .. blobs.Select(blob => Hex(blob.Digest))], sink, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0) throw NodeShell.CommandFailed(node, result);
        await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteEntryAsync(Stream archive, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await archive.WriteAsync(TarBlocks.Header(name, content.Length), cancellationToken).ConfigureAwait(false);
        await archive.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        await archive.WriteAsync(TarBlocks.Padding(content.Length), cancellationToken).ConfigureAwait(false);
    }

    private static string Hex(string digest) => digest["sha256:".Length..];
}
