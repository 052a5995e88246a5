using System.Buffers.Binary;

namespace KindTools.Core.Relay;

/// <summary>The head of a frame between this process and a relay (<c>relay.pl</c>): a letter and two numbers, big-endian.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Connection">Whom it is about; the relay counts its connections up and never uses a number again.</param>
/// <param name="Value">What <see cref="RelayFrameKind"/> says of it; else 0.</param>
internal readonly record struct RelayFrame(RelayFrameKind Kind, uint Connection, int Value)
{
    /// <summary>Bytes of a head.</summary>
    public const int HeadLength = 9;

    public static RelayFrame Read(ReadOnlySpan<byte> head) => new(
        (RelayFrameKind)head[0], BinaryPrimitives.ReadUInt32BigEndian(head[1..]), BinaryPrimitives.ReadInt32BigEndian(head[5..]));

    /// <summary>The frame with its data.</summary>
    public byte[] ToBytes(ReadOnlySpan<byte> data = default)
    {
        var bytes = new byte[HeadLength + data.Length];
        bytes[0] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Connection);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), Value);
        data.CopyTo(bytes.AsSpan(HeadLength));
        return bytes;
    }
}
