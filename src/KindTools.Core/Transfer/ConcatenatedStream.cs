namespace KindTools.Core.Transfer;

/// <summary>
/// Parts one after the other as one stream that can be read and sought in. A part is opened when something of it is read,
/// and closed when reading has left it: parts that are sought past are never touched.
/// </summary>
internal sealed class ConcatenatedStream : Stream
{
    private readonly List<StreamPart> _parts;
    private readonly List<long> _starts = [];
    private long _position;
    private int _openIndex = -1;
    private Stream? _open;

    public ConcatenatedStream(IEnumerable<StreamPart> parts)
    {
        _parts = [.. parts.Where(part => part.Length > 0)];
        foreach (var part in _parts)
        {
            _starts.Add(Length);
            Length += part.Length;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || Find() is not var (stream, left)) return 0;
        return Advance(stream.Read(buffer[..(int)Math.Min(buffer.Length, left)]));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || Find() is not var (stream, left)) return 0;
        return Advance(await stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, left)], cancellationToken).ConfigureAwait(false));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _open?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The part at the position, opened and at its right place, and how much of it is left; null at the end.</summary>
    private (Stream Stream, long Left)? Find()
    {
        if (_position >= Length) return null;

        var index = _starts.BinarySearch(_position);
        if (index < 0) index = ~index - 1;
        if (index != _openIndex || _open is null)
        {
            _open?.Dispose();
            _open = null;
            _open = _parts[index].Open();
            _openIndex = index;
        }

        var offset = _position - _starts[index];
        if (_open.Position != offset) _open.Position = offset;
        return (_open, _parts[index].Length - offset);
    }

    private int Advance(int count)
    {
        if (count == 0) throw new EndOfStreamException("A file became shorter while it was read");

        _position += count;
        return count;
    }
}
