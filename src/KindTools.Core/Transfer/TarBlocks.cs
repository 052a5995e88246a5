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
    private const int PrefixSize = 155;

    /// <summary>What ends an archive.</summary>
    public static ReadOnlyMemory<byte> End { get; } = new byte[2 * BlockSize];

    /// <summary>What fills an entry's last block.</summary>
    public static ReadOnlyMemory<byte> Padding(long length) => End[..(int)((BlockSize - (length % BlockSize)) % BlockSize)];

    /// <summary>An entry's header in ustar form (POSIX.1-1988); lengths over 8 GiB in GNU's base-256 form.</summary>
    public static ReadOnlyMemory<byte> Header(string name, long length, TarEntryType type = TarEntryType.RegularFile, string link = "")
    {
        if (!Fits(link, NameSize)) throw TooLong(link);

        var block = new byte[BlockSize];
        var (prefix, shortName) = Split(name);
        Write(block.AsSpan(0, NameSize), shortName);
        Write(block.AsSpan(100, 8), type == TarEntryType.Directory ? "0000755" : "0000644");
        Write(block.AsSpan(108, 8), "0000000");
        Write(block.AsSpan(116, 8), "0000000");
        WriteLength(block.AsSpan(124, 12), length);
        Write(block.AsSpan(136, 12), "00000000000");
        block[156] = (byte)type;
        Write(block.AsSpan(157, NameSize), link);
        Write(block.AsSpan(257, 8), "ustar\000");
        Write(block.AsSpan(345, PrefixSize), prefix);

        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = block.Sum(value => value);
        Write(block.AsSpan(148, 8), Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    /// <summary>The prefix ends where the separator to the name would stand, so it must leave a name.</summary>
    private static (string Prefix, string Name) Split(string name)
    {
        if (Fits(name, NameSize)) return ("", name);

        for (var slash = name.IndexOf('/'); slash >= 0 && slash < name.Length - 1; slash = name.IndexOf('/', slash + 1))
        {
            if (slash > 0 && Fits(name[..slash], PrefixSize) && Fits(name[(slash + 1)..], NameSize)) return (name[..slash], name[(slash + 1)..]);
        }

        throw TooLong(name);
    }

    private static bool Fits(string text, int size) => Encoding.UTF8.GetByteCount(text) <= size;

    private static KindToolsException TooLong(string name) =>
        new("ArchiveNotReadable", FailureCategory.InvalidData, $"The archive holds an entry with too long a name: {name}", name);

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
