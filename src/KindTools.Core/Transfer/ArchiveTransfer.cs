using System.Buffers;
using System.Formats.Tar;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// Reads an archive once, as a stream, and feeds it to all nodes at the same time: the slowest sets the pace, so memory
/// stays flat. From an OCI layout each node gets only the blobs that it lacks and an index that names exactly the image
/// chosen; Docker's older form, whose layers are not named by content, is passed on as it is.
/// </summary>
internal sealed class ArchiveTransfer(IReadOnlyList<SourceImage> images, IReadOnlyList<NodeImport> nodes, TransferProgress progress)
{
    private const int ChunkSize = 256 * 1024;
    private const string BlobFolder = "blobs/sha256/";

    private readonly Dictionary<string, OciBlob> _documents = [];
    private OciIndex? _index;
    private bool? _isOciLayout;

    /// <summary>Feeds the archive. A node that fails keeps its failure; the others go on.</summary>
    public async Task RunAsync(Stream archive, CancellationToken cancellationToken)
    {
        var reader = new TarReader(archive);
        await using (reader.ConfigureAwait(false))
        {
            while (await ReadNextAsync(reader, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (nodes.All(node => node.Failure is not null)) return;
                await PassAsync(entry, cancellationToken).ConfigureAwait(false);
            }
        }

        if (_isOciLayout == true)
        {
            if (_index is null) throw NotReadable("it has no index.json");
            await Task.WhenAll(nodes.Select(node => WriteIndexAsync(node, _index, cancellationToken))).ConfigureAwait(false);
        }

        await Task.WhenAll(nodes.Select(node => node.CompleteAsync(cancellationToken))).ConfigureAwait(false);
    }

    private static Task<TarEntry?> ReadNextAsync(TarReader reader, CancellationToken cancellationToken) =>
        ReadingAsync(reader.GetNextEntryAsync(copyData: false, cancellationToken));

    /// <summary>An archive that is cut short or damaged says so between its entries or within one.</summary>
    private static async Task<T> ReadingAsync<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception exception) when (ArchiveEntries.IsDamage(exception))
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }
    }

    private async Task PassAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var name = ArchiveEntries.Normalise(entry.Name);
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) return;
        if (_isOciLayout is null && entry.EntryType != TarEntryType.Directory) _isOciLayout = ArchiveEntries.BelongsToOciLayout(name);

        if (_isOciLayout == true && entry.EntryType == TarEntryType.Directory) return;
        if (_isOciLayout != true)
        {
            await PassAsItIsAsync(entry, name, cancellationToken).ConfigureAwait(false);
        }
        else if (name.StartsWith(BlobFolder, StringComparison.Ordinal))
        {
            await PassBlobAsync(entry, "sha256:" + name[BlobFolder.Length..], cancellationToken).ConfigureAwait(false);
        }
        else if (name == "index.json")
        {
            var content = await ReadAsync(entry, cancellationToken).ConfigureAwait(false);
            _index = OciDocument.TryParse(content) as OciIndex ?? throw NotReadable("its index.json is not an OCI index");
        }
    }

    /// <summary>Small blobs are looked at on the way: the manifests and indexes are among them.</summary>
    private async Task PassBlobAsync(TarEntry entry, string digest, CancellationToken cancellationToken)
    {
        var takers = nodes.Where(node => node.Wants(digest)).ToList();
        if (takers.Count == 0 && entry.DataStream is { CanSeek: true })
        {
            await PassOverAsync(entry, digest, cancellationToken).ConfigureAwait(false);
        }
        else if (entry.Length <= ArchiveEntries.LargestDocument)
        {
            var content = await ReadAsync(entry, cancellationToken).ConfigureAwait(false);
            Remember(digest, content);
            await WriteEntryAsync(takers, BlobFolder + digest["sha256:".Length..], content, counts: true, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CopyEntryAsync(takers, entry, TarBlocks.Header(BlobFolder + digest["sha256:".Length..], entry.Length), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A blob that no node wants is not read, unless it may be a manifest; the tar reader seeks to the next entry.</summary>
    private async Task PassOverAsync(TarEntry entry, string digest, CancellationToken cancellationToken)
    {
        var document = await ReadingAsync(new ValueTask<byte[]?>(ArchiveEntries.ReadDocumentAsync(entry, entry.Name, cancellationToken))).ConfigureAwait(false);
        if (document is not null) Remember(digest, document);
        progress.Skip(entry.Length);
    }

    private void Remember(string digest, byte[] content)
    {
        if (OciDocument.TryParse(content) is { } document) _documents[digest] = new OciBlob(document, content.Length);
    }

    private Task PassAsItIsAsync(TarEntry entry, string name, CancellationToken cancellationToken)
    {
        var type = entry.EntryType is TarEntryType.V7RegularFile or TarEntryType.ContiguousFile ? TarEntryType.RegularFile : entry.EntryType;
        var path = type == TarEntryType.Directory && !name.EndsWith('/') ? name + "/" : name;
        return CopyEntryAsync(nodes, entry, TarBlocks.Header(path, entry.Length, type, entry.LinkName), cancellationToken);
    }

    /// <summary>Reads the next part while the nodes still take the one before.</summary>
    private async Task CopyEntryAsync(IReadOnlyList<NodeImport> takers, TarEntry entry, ReadOnlyMemory<byte> header, CancellationToken cancellationToken)
    {
        await WriteAllAsync(takers, header, counts: false, cancellationToken).ConfigureAwait(false);
        if (entry.DataStream is not { } content) return;

        var buffers = (Reading: ArrayPool<byte>.Shared.Rent(ChunkSize), Writing: ArrayPool<byte>.Shared.Rent(ChunkSize));
        var writing = Task.CompletedTask;
        try
        {
            // By length, not until nothing comes: the tar reader would pass on a read of zero bytes, which the client
            // library's stream takes for the end of the connection.
            for (var left = entry.Length; left > 0;)
            {
                var room = (int)Math.Min(left, buffers.Reading.Length);
                var count = await ReadingAsync(content.ReadAtLeastAsync(buffers.Reading.AsMemory(0, room), room, throwOnEndOfStream: true, cancellationToken)).ConfigureAwait(false);
                left -= count;
                await writing.ConfigureAwait(false);
                buffers = (buffers.Writing, buffers.Reading);
                writing = WriteAllAsync(takers, buffers.Writing.AsMemory(0, count), counts: true, cancellationToken);
                progress.Read(count);
            }
        }
        finally
        {
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ArrayPool<byte>.Shared.Return(buffers.Reading);
            ArrayPool<byte>.Shared.Return(buffers.Writing);
        }

        await writing.ConfigureAwait(false);
        await WriteAllAsync(takers, TarBlocks.Padding(entry.Length), counts: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteIndexAsync(NodeImport node, OciIndex source, CancellationToken cancellationToken)
    {
        if (node.Failure is not null) return;

        var index = IndexWriter.Write([.. images.Select(image => (image, ManifestChooser.Choose(image, source, _documents, node.Content.Platform)))]);
        await WriteEntryAsync([node], "oci-layout", IndexWriter.OciLayout, counts: false, cancellationToken).ConfigureAwait(false);
        await WriteEntryAsync([node], "index.json", index, counts: false, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteEntryAsync(
        IReadOnlyList<NodeImport> takers, string name, ReadOnlyMemory<byte> content, bool counts, CancellationToken cancellationToken)
    {
        await WriteAllAsync(takers, TarBlocks.Header(name, content.Length), counts: false, cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(takers, content, counts, cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(takers, TarBlocks.Padding(content.Length), counts: false, cancellationToken).ConfigureAwait(false);
    }

    private static Task WriteAllAsync(IReadOnlyList<NodeImport> takers, ReadOnlyMemory<byte> data, bool counts, CancellationToken cancellationToken) =>
        Task.WhenAll(takers.Select(node => node.WriteAsync(data, counts, cancellationToken)));

    private async Task<byte[]> ReadAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var content = await ReadingAsync(new ValueTask<byte[]>(ArchiveEntries.ReadAsync(entry, cancellationToken))).ConfigureAwait(false);
        progress.Read(content.Length);
        return content;
    }

    private static KindToolsException NotReadable(string why, Exception? inner = null) => new(
        "ArchiveNotReadable", FailureCategory.InvalidData, $"The image archive cannot be read: {why}.", innerException: inner);
}
