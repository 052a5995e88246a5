using System.Formats.Tar;
using System.Text;

namespace KindTools.Core.Transfer;

/// <summary>
/// Stands between a tar archive from who knows where and <see cref="TarReader"/>, which reads the long names and the
/// extended attributes of an entry at once, however long their header says that they are: a file of a few hundred bytes can
/// make it ask for two gigabytes. The reader reads headers by themselves, a block at a time.
/// </summary>
internal sealed class TarGuard(Stream archive) : Stream
{
    private const int BlockSize = 512;

    /// <summary>Names of entries are paths, and what describes images has no attributes worth the name.</summary>
    private const long LongestMetadata = 1024 * 1024;

    public override bool CanRead => true;

    public override bool CanSeek => archive.CanSeek;

    public override bool CanWrite => false;

    public override long Length => archive.Length;

    public override long Position
    {
        get => archive.Position;
        set => archive.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length != BlockSize) return archive.Read(buffer);

        var count = archive.ReadAtLeast(buffer, BlockSize, throwOnEndOfStream: false);
        Check(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length != BlockSize) return await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);

        var count = await archive.ReadAtLeastAsync(buffer, BlockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => archive.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await archive.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) archive.Dispose();
        base.Dispose(disposing);
    }

    private static void Check(ReadOnlySpan<byte> header)
    {
        if (header.Length != BlockSize || !header[257..].StartsWith("ustar"u8)) return;
        if ((TarEntryType)header[156] is not (TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes or TarEntryType.LongPath or TarEntryType.LongLink)) return;
        if (LengthIn(header.Slice(124, 12)) > LongestMetadata) throw new InvalidDataException("an entry has a name or attributes that are longer than any");
    }

    /// <summary>Octal digits, or behind a set bit GNU's binary form; what is neither is the reader's to refuse.</summary>
    private static long LengthIn(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0) return long.MaxValue;

        var digits = Encoding.ASCII.GetString(field).Trim('\0', ' ');
        var length = 0L;
        foreach (var digit in digits) length = digit is >= '0' and <= '7' ? (length * 8) + (digit - '0') : length;
        return length;
    }
}
