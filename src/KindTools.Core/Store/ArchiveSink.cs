using System.Security.Cryptography;
using KindTools.Core.Images;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>
/// Takes content that comes one blob after the other, in an order and in lengths that are known, and writes it as entries
/// of an archive. Every blob must have the digest that it is named by.
/// </summary>
internal sealed class ArchiveSink(Stream archive, string source, IReadOnlyList<(string Digest, long Length)> blobs, TransferProgress progress) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _next;
    private long _left = -1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            if (_left < 0) throw Damaged(source, "it sent more than that");

            var part = buffer[..(int)Math.Min(buffer.Length, _left)];
            await archive.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            _hash.AppendData(part.Span);
            progress.Read(part.Length);
            _left -= part.Length;
            buffer = buffer[part.Length..];
            if (_left == 0) await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Says that nothing more comes.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        if (_left >= 0) throw Damaged(source, "it ended early");
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Begins the next blob if none is being written; blobs of no length are over at once.</summary>
    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        while (_left < 0 && _next < blobs.Count)
        {
            var (digest, length) = blobs[_next];
            await archive.WriteAsync(TarBlocks.Header(ContentDigest.PathOf(digest), length), cancellationToken).ConfigureAwait(false);
            _left = length;
            if (length == 0) await EndAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        var (digest, length) = blobs[_next];
        if (digest != ContentDigest.From(_hash)) throw Damaged(source, $"{digest} is damaged there");

        await archive.WriteAsync(TarBlocks.Padding(length), cancellationToken).ConfigureAwait(false);
        _left = -1;
        _next++;
    }

    /// <summary>What is said of a node whose content is not what it lists.</summary>
    public static KindToolsException Damaged(string node, string what) => new(
        "NodeContentDamaged",
        FailureCategory.InvalidData,
        $"Node '{node}' did not send the content that it lists: {what}. Import the image again with -Force, or choose another node with -Node.",
        node);
}
