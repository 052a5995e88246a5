using System.Buffers;
using System.Security.Cryptography;

namespace KindTools.Core.Images;

/// <summary>Content's digest as OCI writes it (OCI image spec, <c>descriptor.md</c>): <c>sha256:</c> and 64 small hexadecimal digits.</summary>
internal static class ContentDigest
{
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether text is what follows the <c>sha256:</c>.</summary>
    public static bool IsHex(ReadOnlySpan<char> text) => text.Length == HexLength && !text.ContainsAnyExcept(HexDigits);

    public static string Of(ReadOnlySpan<byte> content) => Format(SHA256.HashData(content));

    /// <summary>The digest of what was appended; the hash starts anew.</summary>
    public static string From(IncrementalHash hash) => Format(hash.GetHashAndReset());

    /// <summary>The file of content in an archive (OCI image spec, <c>image-layout.md</c>).</summary>
    public static string PathOf(string digest) => "blobs/" + digest.Replace(':', '/');

    private static string Format(byte[] hash) => "sha256:" + Convert.ToHexString(hash).ToLowerInvariant();
}
