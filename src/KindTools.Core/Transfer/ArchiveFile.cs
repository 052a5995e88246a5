using System.IO.Compression;
using ZstdSharp;

namespace KindTools.Core.Transfer;

/// <summary>Opens an archive as the tar archive that it is, or that is compressed in it. Its first bytes tell, never its name.</summary>
internal static class ArchiveFile
{
    /// <summary>A plain archive can be sought in, a compressed one only read on. The file is closed with what is returned.</summary>
    public static Stream Unpack(Stream file)
    {
        try
        {
            Span<byte> start = stackalloc byte[4];
            var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return new TarGuard(
                IsGzip(start[..length]) ? new GZipStream(file, CompressionMode.Decompress)
                : IsZstd(start[..length]) ? new DecompressionStream(file, leaveOpen: false)
                : file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>RFC 1952, section 2.3.1.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    /// <summary>RFC 8878, section 3.1: a frame, or a skippable frame, with which parallel compressors begin.</summary>
    private static bool IsZstd(ReadOnlySpan<byte> start) =>
        start is [0x28, 0xb5, 0x2f, 0xfd] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18];
}
