using System.IO.Compression;
using ZstdSharp;

namespace KindTools.Tests.Fakes;

/// <summary>Bytes as compressors write them.</summary>
internal static class Compressed
{
    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] content)
    {
        using var compressor = new Compressor(1);
        return compressor.Wrap(content).ToArray();
    }

    /// <summary>As pzstd writes: frames of their own, each behind a skippable frame that tells its length (RFC 8878, section 3.1.2).</summary>
    public static byte[] ParallelZstd(byte[] content) =>
    [
        .. content.Chunk((content.Length / 2) + 1).Select(Zstd).SelectMany(frame => (byte[])[0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, .. BitConverter.GetBytes(frame.Length), .. frame]),
    ];
}
