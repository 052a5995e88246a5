using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// An OCI layout in a folder (OCI image spec, image-layout.md), as skopeo, crane, BuildKit and Bazel write it, read as the
/// archive that it would be: its files are read when their place in the archive is, and not at all when it is sought past.
/// </summary>
internal static class LayoutFolder
{
    /// <summary>Throws <see cref="FileNotFoundException"/> or <see cref="DirectoryNotFoundException"/> where the folder is no layout.</summary>
    public static Stream Open(string path) => new ConcatenatedStream(
    [
        .. Directory.EnumerateFiles(Path.Combine(path, "blobs", "sha256"))
            .Where(file => ContentDigest.IsHex(Path.GetFileName(file)) && Target(file).Exists) // Not what a tool is still writing there.
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .SelectMany(file => Entry("blobs/sha256/" + Path.GetFileName(file), file)),
        .. Entry("index.json", Path.Combine(path, "index.json")),
        StreamPart.Of(TarBlocks.End),
    ]);

    private static IEnumerable<StreamPart> Entry(string name, string file)
    {
        var length = Target(file).Length;
        yield return StreamPart.Of(TarBlocks.Header(name, length));
        yield return new StreamPart(length, () => Read(file));
        yield return StreamPart.Of(TarBlocks.Padding(length));
    }

    /// <summary>Bazel's layouts are made of links, whose own length is that of the path they hold.</summary>
    private static FileInfo Target(string file)
    {
        var info = new FileInfo(file);
        return info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
    }

    private static FileStream Read(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 12, FileOptions.Asynchronous);
        }
        catch (UnauthorizedAccessException exception)
        {
            // To whoever reads the archive it is a part that cannot be read, like any other.
            throw new IOException(exception.Message, exception);
        }
    }
}
