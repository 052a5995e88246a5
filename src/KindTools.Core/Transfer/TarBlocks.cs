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

    /// <summary>What ends an archive.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[2 * BlockSize];

    /// <summary>What fills an entry's last block.</summary>
    public static ReadOnlyMemory<byte> Padding(long length) => End[..(int)((BlockSize - (length % BlockSize)) % BlockSize)];

    /// <summary>An entry's header in ustar form (POSIX.1-1988); lengths over 8 GiB in GNU's base-256 form.</summary>
    public static ReadOnlyMemory<byte> Header(string name, long length, TarEntryType type = TarEntryType.RegularFile, string link = "")
    {
        var block = new byte[BlockSize];
        var (prefix, shortName) = Split(name);
        Write(block.AsSpan(0, 100), shortName);
        Write(block.AsSpan(100, 8), type == TarEntryType.Directory ? "0000755" : "0000644");
        Write(block.AsSpan(108, 8), "0000000");
        Write(block.AsSpan(116, 8), "0000000");
        WriteLength(block.AsSpan(124, 12), length);
        Write(block.AsSpan(136, 12), "00000000000");
        block[156] = (byte)type;
        Write(block.AsSpan(157, 100), link);
        Write(block.AsSpan(257, 8), "ustar\000");
        Write(block.AsSpan(345, 155), prefix);

        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = block.Sum(value => value);
        Write(block.AsSpan(148, 8), Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    private static (string Prefix, string Name) Split(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= 100) return ("", name);

        var slash = name.LastIndexOf('/', Math.Min(name.Length - 1, 155));
        return slash > 0 && name.Length - slash - 1 <= 100
            ? (name[..slash], name[(slash + 1)..])
            : throw new KindToolsException("ArchiveNotReadable", FailureCategory.InvalidData, $"The archive holds an entry with too long a name: {name}", name);
    }

    private static void Write(Span<byte> field, string text) => Encoding.UTF8.GetBytes(text, field);

    private static void WriteLength(Span<byte> field, long length)
    {
        if (length < 1L << 33)
        {
            Write(field, Convert.ToString(length, 8).PadLeft(11, '0'));
            return;
        }

        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(field[4..], length);
        field[0] = 0x80;
    }
}
