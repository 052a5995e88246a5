using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;

namespace KindTools.Core.Transfer;

/// <summary>
/// The few tar blocks that we write ourselves. One entry's content goes to several archives as it passes, which
/// <see cref="TarWriter"/>, that pulls content from a stream of its own, cannot do.
/// </summary>
internal static class TarBlocks
{
    private const int BlockSize = 512;
    private const int NameSize = 100;

    /// <summary>What ends an archive.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[2 * BlockSize];

    /// <summary>What fills an entry's last block.</summary>
    public static ReadOnlyMemory<byte> Padding(long length) => End[..(int)((BlockSize - (length % BlockSize)) % BlockSize)];

    /// <summary>A file's header in ustar form (POSIX.1-1988); lengths over 8 GiB in GNU's base-256 form.</summary>
    /// <param name="name">Its name, one of ours: the longest is that of a blob, and fits.</param>
    /// <param name="length">Its length.</param>
    public static ReadOnlyMemory<byte> Header(string name, long length)
    {
        var block = new byte[BlockSize];
        Write(block.AsSpan(0, NameSize), name);
        Write(block.AsSpan(100, 8), "0000644");
        Write(block.AsSpan(108, 8), "0000000");
        Write(block.AsSpan(116, 8), "0000000");
        WriteLength(block.AsSpan(124, 12), length);
        Write(block.AsSpan(136, 12), "00000000000");
        block[156] = (byte)TarEntryType.RegularFile;
        Write(block.AsSpan(257, 8), "ustar\000");

        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = block.Sum(value => value);
        Write(block.AsSpan(148, 8), Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    private static void Write(Span<byte> field, string text) => Encoding.UTF8.GetBytes(text, field);

    private static void WriteLength(Span<byte> field, long length)
    {
        if (length < 1L << 33)
        {
            Write(field, Convert.ToString(length, 8).PadLeft(11, '0'));
            return;
        }

        BinaryPrimitives.WriteInt64BigEndian(field[4..], length);
        field[0] = 0x80;
    }
}
