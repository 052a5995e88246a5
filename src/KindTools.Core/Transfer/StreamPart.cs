namespace KindTools.Core.Transfer;

/// <summary>A part of a <see cref="ConcatenatedStream"/>.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Open">Gives a stream that can be sought in; called when something of the part is read.</param>
internal sealed record StreamPart(long Length, Func<Stream> Open)
{
    public static StreamPart Of(ReadOnlyMemory<byte> content) => new(content.Length, () => new MemoryStream(content.ToArray(), writable: false));
}
