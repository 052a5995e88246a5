using System.Formats.Tar;
using System.Text;

namespace KindTools.Tests.Fakes;

/// <summary>Writes and reads archives as tools do.</summary>
internal static class Archives
{
    /// <summary>Writes entries in the order given.</summary>
    public static byte[] Tar(IEnumerable<TarEntry> entries)
    {
        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var entry in entries) writer.WriteEntry(entry);
        }

        return archive.ToArray();
    }

    public static TarEntry File(string name, byte[] content) => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static TarEntry File(string name, string content) => File(name, Encoding.UTF8.GetBytes(content));

    public static TarEntry Folder(string name) => new UstarTarEntry(TarEntryType.Directory, name);

    public static TarEntry Link(TarEntryType type, string name, string target) => new UstarTarEntry(type, name) { LinkName = target };

    /// <summary>As Docker 25 and newer save: folders, blobs in the order of their digests, then what describes them.</summary>
    public static byte[] OciLayout(params TestImage[] images) => OciLayout(Index(images), [.. images.SelectMany(image => image.Blobs)]);

    /// <summary>As Docker 25 and newer save: folders, blobs in the order of their digests, then what describes them.</summary>
    public static byte[] OciLayout(string index, params byte[][] blobs) => Tar(
    [
        Folder("blobs/"),
        Folder("blobs/sha256/"),
        .. Blobs(blobs),
        File("index.json", index),
        File("manifest.json", "[]"),
        File("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""),
    ]);

    /// <summary>An OCI layout as it lies in a folder; gives its path.</summary>
    public static string LayoutFolder(TemporaryFolder folder, string index, params byte[][] blobs)
    {
        foreach (var blob in blobs) folder.Write("layout/blobs/" + TestImage.Digest(blob).Replace(':', '/'), blob);
        folder.Write("layout/oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        return Path.GetDirectoryName(folder.Write("layout/index.json", index))!;
    }

    public static IEnumerable<TarEntry> Blobs(IEnumerable<byte[]> blobs) => blobs
        .Select(blob => (Digest: TestImage.Digest(blob), Content: blob))
        .DistinctBy(blob => blob.Digest)
        .OrderBy(blob => blob.Digest, StringComparer.Ordinal)
        .Select(blob => File("blobs/" + blob.Digest.Replace(':', '/'), blob.Content));

    public static string Index(params TestImage[] images) => Index(images.Select(image => Named(image.Manifest, "manifest", image.Name)));

    public static string Index(IEnumerable<string> descriptors) =>
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[" + string.Join(',', descriptors) + "]}";

    /// <summary>A descriptor of a manifest or an index with a name.</summary>
    public static string Named(byte[] content, string kind, string name) => TestImage.Descriptor(
        $"application/vnd.oci.image.{kind}.v1+json", content, $",\"annotations\":{{\"io.containerd.image.name\":\"{name}\"}}");

    /// <summary>A descriptor of a manifest with the name that tools other than Docker and containerd give.</summary>
    public static string WithRefName(byte[] content, string name) => TestImage.Descriptor(
        "application/vnd.oci.image.manifest.v1+json", content, $",\"annotations\":{{\"org.opencontainers.image.ref.name\":\"{name}\"}}");

    /// <summary>A descriptor of a manifest with a platform, as in an image's index.</summary>
    public static string ForPlatform(TestImage image) => TestImage.Descriptor(
        "application/vnd.oci.image.manifest.v1+json",
        image.Manifest,
        $",\"platform\":{{\"os\":\"{image.Platform.OperatingSystem}\",\"architecture\":\"{image.Platform.Architecture}\"}}");

    /// <summary>As Docker before 25 saves: a folder for each layer, links for those that repeat, manifest.json last.</summary>
    public static byte[] DockerArchive(TestImage image)
    {
        var config = image.ConfigDigest["sha256:".Length..] + ".json";
        var first = new string('1', 64);
        var second = new string('2', 64);
        var third = new string('3', 64);
        return Tar(
        [
            Folder(first + "/"),
            File(first + "/VERSION", "1.0"),
            File(first + "/json", "{}"),
            File(first + "/layer.tar", image.Layers[0]),
            Folder(second + "/"),
            Link(TarEntryType.SymbolicLink, second + "/layer.tar", $"../{first}/layer.tar"),
            Link(TarEntryType.HardLink, third + "/layer.tar", $"{first}/layer.tar"),
            File(config, image.Config),
            File("manifest.json", $"[{{\"Config\":\"{config}\",\"RepoTags\":[\"{image.Reference.Familiar}\"],\"Layers\":[\"{first}/layer.tar\",\"{second}/layer.tar\"]}}]"),
            File("repositories", "{}"),
        ]);
    }

    /// <summary>Every entry; throws when the bytes are no whole archive.</summary>
    public static IReadOnlyList<ArchiveEntry> Read(byte[] archive)
    {
        // The end is two empty blocks; a reader that stops at the last byte would not miss them.
        Assert.True(archive.Length % 512 == 0 && archive.AsSpan()[^1024..].IndexOfAnyExcept((byte)0) < 0, "The archive has no end.");

        using var reader = new TarReader(new MemoryStream(archive));
        var entries = new List<ArchiveEntry>();
        while (reader.GetNextEntry() is { } entry)
        {
            var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries.Add(new ArchiveEntry(entry.Name, entry.EntryType, entry.LinkName, content.ToArray()));
        }

        return entries;
    }
}
