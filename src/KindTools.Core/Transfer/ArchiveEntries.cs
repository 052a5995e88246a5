using System.Formats.Tar;
using ZstdSharp;

namespace KindTools.Core.Transfer;

/// <summary>What readers of image archives have to know about tar entries.</summary>
internal static class ArchiveEntries
{
    /// <summary>Manifests and indexes are at most 4 MiB (OCI distribution spec, "Pushing Manifests").</summary>
    public const int LargestDocument = 4 * 1024 * 1024;

    /// <summary>All documents of an archive together, which are kept in memory.</summary>
    public const long MostDocuments = 64 * 1024 * 1024;

    /// <summary>Some tools write <c>./index.json</c>.</summary>
    public static string Normalise(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    /// <summary>What a symbolic link in the archive leads to.</summary>
    public static string Resolve(string link, string target)
    {
        var parts = new Stack<string>(link.Split('/').SkipLast(1));
        foreach (var part in target.Split('/'))
        {
            if (part == "..") parts.TryPop(out _);
            else if (part is not ("" or ".")) parts.Push(part);
        }

        return string.Join('/', parts.Reverse());
    }

    /// <summary>Whether an entry that no digest names is a layer: <c>ID/layer.tar</c> to Docker, <c>HEX.tar</c> or <c>HEX.tar.gz</c> to others.</summary>
    public static bool MayBeLayer(string name) =>
        name.EndsWith(".tar", StringComparison.Ordinal) || name.EndsWith(".tar.gz", StringComparison.Ordinal) || name.EndsWith(".tgz", StringComparison.Ordinal);

    /// <summary>Whether content may be a manifest, an index or a configuration.</summary>
    public static bool MayBeDocument(ReadOnlySpan<byte> content) => content.Length > 0 && MayStartJson(content[0]);

    public static KindToolsException NotReadable(string why, Exception? inner = null) => new(
        "ArchiveNotReadable", FailureCategory.InvalidData, $"The image archive cannot be read: {why}.", innerException: inner);

    /// <summary>
    /// Whether an exception says that an archive is cut short or damaged, or none at all. A length in it may be such that no
    /// stream has a place behind it, which the tar reader does not notice before it goes there.
    /// </summary>
    public static bool IsDamage(Exception exception) => exception is InvalidDataException or EndOfStreamException or ZstdException or ArgumentOutOfRangeException;

    /// <summary>The next entry. On some damaged archives the reader stumbles over its own checks; that too means damage.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static async ValueTask<TarEntry?> NextAsync(this TarReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>
    /// An entry's content if it is a document by its name or may be one, else null. Small layers are told by their first byte,
    /// so that an archive of many does not fill the memory, and are not read further.
    /// </summary>
    public static async Task<byte[]?> ReadDocumentAsync(TarEntry entry, string name, CancellationToken cancellationToken)
    {
        if (entry.DataStream is not { } stream || entry.Length > LargestDocument) return null;
        if (name is "index.json" or "manifest.json") return await ReadAsync(entry, cancellationToken).ConfigureAwait(false);
        if (entry.Length == 0) return null;

        var start = new byte[1];
        await stream.ReadExactlyAsync(start, cancellationToken).ConfigureAwait(false);
        if (!MayStartJson(start[0])) return null;

        var content = new byte[entry.Length];
        content[0] = start[0];
        await stream.ReadExactlyAsync(content.AsMemory(1), cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>A small entry's content.</summary>
    public static async Task<byte[]> ReadAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var content = new byte[entry.Length];
        if (entry.DataStream is { } stream) await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return content;
    }

    /// <summary>RFC 8259: an object, a list, or white space before it.</summary>
    private static bool MayStartJson(byte first) => first is (byte)'{' or (byte)'[' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
