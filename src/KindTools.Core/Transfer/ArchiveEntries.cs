using System.Formats.Tar;

namespace KindTools.Core.Transfer;

/// <summary>What readers of image archives have to know about tar entries.</summary>
internal static class ArchiveEntries
{
    /// <summary>Manifests and indexes are at most 4 MiB (OCI distribution spec, "Pushing Manifests").</summary>
    public const int LargestDocument = 4 * 1024 * 1024;

    /// <summary>Some tools write <c>./index.json</c>.</summary>
    public static string Normalise(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    /// <summary>Whether an archive is an OCI layout, told by its first file. Docker 25 and newer write one that holds a manifest.json too.</summary>
    public static bool BelongsToOciLayout(string name) =>
        name is "oci-layout" or "index.json" || name.StartsWith("blobs/", StringComparison.Ordinal);

    /// <summary>A small entry's content.</summary>
    public static async Task<byte[]> ReadAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var content = new byte[entry.Length];
        if (entry.DataStream is { } stream) await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return content;
    }
}
