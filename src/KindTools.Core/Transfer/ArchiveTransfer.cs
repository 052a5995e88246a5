using System.Buffers;
using System.Formats.Tar;
using System.Security.Cryptography;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// Reads an archive once, as a stream, and feeds it to all nodes at the same time: the slowest sets the pace, so memory
/// stays flat. Each node gets only the blobs that it lacks, and an index that names exactly the images chosen, whatever
/// the form of the archive. Content that is not what its digest says goes into no image.
/// </summary>
internal sealed class ArchiveTransfer(TransferJob job, IReadOnlyList<NodeImport> nodes, TransferProgress progress)
{
    private const int ChunkSize = 256 * 1024;
    private const string BlobFolder = "blobs/sha256/";

    private readonly ArchiveParts _parts = new();
    private int _nameless;

    /// <summary>Feeds the archive. A node that fails keeps its failure; the others go on.</summary>
    public async Task RunAsync(SourceArchive archive, CancellationToken cancellationToken)
    {
        var reader = new TarReader(archive.Content);
        await using (reader.ConfigureAwait(false))
        {
            while (await ReadingAsync(reader.NextAsync(cancellationToken)).ConfigureAwait(false) is { } entry)
            {
                if (nodes.All(node => node.Failure is not null)) return;
                await PassAsync(entry, archive.Digests, cancellationToken).ConfigureAwait(false);
            }
        }

        await Task.WhenAll(nodes.Select(node => CompleteAsync(node, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>An archive that is cut short or damaged says so between its entries or within one.</summary>
    private static async Task<T> ReadingAsync<T>(ValueTask<T> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception exception) when (ArchiveEntries.IsDamage(exception))
        {
            throw ArchiveEntries.NotReadable(exception.Message.TrimEnd('.'), exception);
        }
    }

    private async Task PassAsync(TarEntry entry, IReadOnlyDictionary<string, string> digests, CancellationToken cancellationToken)
    {
        var name = ArchiveEntries.Normalise(entry.Name);
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink) _parts.AddLink(name, entry.LinkName, entry.EntryType);
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile)) return;

        // Any other name in that folder, such as one that leads out of it, is none of a blob's.
        var isBlob = name.StartsWith(BlobFolder, StringComparison.Ordinal) && ContentDigest.IsHex(name.AsSpan(BlobFolder.Length));
        var expected = isBlob ? "sha256:" + name[BlobFolder.Length..] : digests.GetValueOrDefault(name);
        if (isBlob || expected is not null || ArchiveEntries.MayBeLayer(name))
        {
            await PassBlobAsync(entry, name, expected, isBlob ? name : $"layers/{_nameless++}", cancellationToken).ConfigureAwait(false);
        }
        else if (await ReadDocumentAsync(entry, name, cancellationToken).ConfigureAwait(false) is { } document)
        {
            progress.Read(document.Length);
            _parts.AddDocument(name, document);
        }
    }

    private async Task PassBlobAsync(TarEntry entry, string name, string? expected, string nameOnNode, CancellationToken cancellationToken)
    {
        var takers = nodes.Where(node => node.Wants(expected)).ToList();
        if (takers.Count == 0 && expected is not null && entry.DataStream is null or { CanSeek: true })
        {
            // Not read, unless it may be a manifest; the tar reader seeks to the next entry.
            if (await ReadDocumentAsync(entry, name, cancellationToken).ConfigureAwait(false) is { } document) _parts.AddDocument(name, document);
            _parts.AddBlob(name, new ArchivePart(expected, entry.Length, IsGzip: false));
            progress.Skip(entry.Length);
            return;
        }

        var part = entry.Length <= ArchiveEntries.LargestDocument
            ? await PassSmallAsync(takers, entry, name, nameOnNode, cancellationToken).ConfigureAwait(false)
            : await PassLargeAsync(takers, entry, expected, nameOnNode, cancellationToken).ConfigureAwait(false);

        // An older archive's layers are known by what they unpack to; a compressed one is another blob of the same layer.
        if (expected is not null && part.Digest != expected && !(part.IsGzip && nameOnNode != name))
            throw ArchiveEntries.NotReadable($"its entry '{name}' is damaged: the digest of its content is {part.Digest}, not {expected}");

        foreach (var node in takers) node.CountSent(part.Digest, part.Length);
        _parts.AddBlob(name, part);
    }

    /// <summary>Small blobs are looked at on the way: the manifests and indexes are among them.</summary>
    private async Task<ArchivePart> PassSmallAsync(List<NodeImport> takers, TarEntry entry, string name, string nameOnNode, CancellationToken cancellationToken)
    {
        var content = await ReadingAsync(new ValueTask<byte[]>(ArchiveEntries.ReadAsync(entry, cancellationToken))).ConfigureAwait(false);
        progress.Read(content.Length);
        if (ArchiveEntries.MayBeDocument(content)) _parts.AddDocument(name, content);
        await WriteAllAsync(takers, TarBlocks.Header(nameOnNode, content.Length), counts: false, cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(takers, content, counts: true, cancellationToken).ConfigureAwait(false);
        await WriteAllAsync(takers, TarBlocks.Padding(content.Length), counts: false, cancellationToken).ConfigureAwait(false);
        return new ArchivePart(ContentDigest.Of(content), content.Length, ArchiveFile.IsGzip(content));
    }

    /// <summary>Reads the next part while the nodes still take the one before.</summary>
    private async Task<ArchivePart> PassLargeAsync(
        List<NodeImport> takers, TarEntry entry, string? expected, string nameOnNode, CancellationToken cancellationToken)
    {
        // What nobody takes need not be proved.
        var proven = takers.Count == 0 ? expected : null;
        await WriteAllAsync(takers, TarBlocks.Header(nameOnNode, entry.Length), counts: false, cancellationToken).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var isGzip = false;
        var buffers = (Reading: ArrayPool<byte>.Shared.Rent(ChunkSize), Writing: ArrayPool<byte>.Shared.Rent(ChunkSize));
        var writing = Task.CompletedTask;
        try
        {
            // By length, not until nothing comes: the tar reader would pass on a read of zero bytes, which the client
            // library's stream takes for the end of the connection.
            for (var left = entry.Length; left > 0;)
            {
                var room = (int)Math.Min(left, buffers.Reading.Length);
                var count = await ReadingAsync(entry.DataStream!.ReadAtLeastAsync(buffers.Reading.AsMemory(0, room), room, throwOnEndOfStream: true, cancellationToken)).ConfigureAwait(false);
                if (left == entry.Length) isGzip = ArchiveFile.IsGzip(buffers.Reading);
                left -= count;
                await writing.ConfigureAwait(false);
                buffers = (buffers.Writing, buffers.Reading);
                writing = WriteAllAsync(takers, buffers.Writing.AsMemory(0, count), counts: true, cancellationToken);
                if (proven is null) hash.AppendData(buffers.Writing, 0, count);
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
        return new ArchivePart(proven ?? ContentDigest.From(hash), entry.Length, isGzip);
    }

    private async Task CompleteAsync(NodeImport node, CancellationToken cancellationToken)
    {
        if (node.Failure is not null) return;

        var index = new List<(ImageReference, OciDescriptor)>();
        foreach (var image in job.Images)
        {
            var found = _parts.Find(image, node.State.Content.Platform);
            index.Add((image.Source.Reference, found.Manifest));
            foreach (var (digest, content) in found.Made.Where(blob => node.Wants(blob.Key)))
                await node.WriteBlobAsync(digest, content, cancellationToken).ConfigureAwait(false);
        }

        await node.CompleteAsync(IndexWriter.Write(index), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]?> ReadDocumentAsync(TarEntry entry, string name, CancellationToken cancellationToken) =>
        await ReadingAsync(new ValueTask<byte[]?>(ArchiveEntries.ReadDocumentAsync(entry, name, cancellationToken))).ConfigureAwait(false);

    private Task WriteAllAsync(List<NodeImport> takers, ReadOnlyMemory<byte> data, bool counts, CancellationToken cancellationToken) =>
        Task.WhenAll(takers.Select(async node =>
        {
            await node.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            if (counts) progress.Sent(node.Node, data.Length);
        }));
}
