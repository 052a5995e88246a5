using System.Buffers;

namespace KindTools.Core.Transfer;

/// <summary>
/// Bytes that come in parts, in memory of the pool's: as large blobs follow one another, their starts would else be
/// garbage by the megabyte, and the less often it is collected the larger a processor's cache is.
/// </summary>
internal sealed class PooledBytes : IDisposable
{
    private const int PartLength = 128 * 1024;

    private readonly List<byte[]> _parts = [];

    public int Length { get; private set; }

    public IEnumerable<ReadOnlyMemory<byte>> Parts =>
        _parts.Select((part, index) => (ReadOnlyMemory<byte>)part.AsMemory(0, Math.Min(PartLength, Length - (index * PartLength))));

    public void Append(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var used = Length % PartLength;
            if (used == 0) _parts.Add(ArrayPool<byte>.Shared.Rent(PartLength));
            var taken = data[..Math.Min(data.Length, PartLength - used)];
            taken.CopyTo(_parts[^1].AsSpan(used));
            Length += taken.Length;
            data = data[taken.Length..];
        }
    }

    public byte[] ToArray()
    {
        var all = new byte[Length];
        var at = 0;
        foreach (var part in Parts)
        {
            part.CopyTo(all.AsMemory(at));
            at += part.Length;
        }

        return all;
    }

    /// <summary>Gives the memory back; what comes after starts anew.</summary>
    public void Dispose()
    {
        foreach (var part in _parts) ArrayPool<byte>.Shared.Return(part);
        _parts.Clear();
        Length = 0;
    }
}
