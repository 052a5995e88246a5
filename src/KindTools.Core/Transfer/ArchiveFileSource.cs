using System.Formats.Tar;
using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// Every named image of an archive on disk: what <c>docker save</c> and its kin write, plain or compressed with gzip or
/// zstd, or an OCI layout that lies in a folder.
/// </summary>
public sealed class ArchiveFileSource(string path) : IImageSource
{
    /// <inheritdoc/>
    public string Description => path;

    /// <inheritdoc/>
    public bool IsEngine => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var (small, isOciLayout) = await ReadSmallEntriesAsync(cancellationToken).ConfigureAwait(false);
        var images = isOciLayout ? FromOciLayout(small, log) : FromDockerArchive(small);
        if (images.Count > 0) return images;

        throw NotReadable("it holds no image with a name and a tag. 'docker save NAME:TAG' writes one that does");
    }

    /// <inheritdoc/>
    /// <remarks>Each image has the length of the archive, which is read once for all of them.</remarks>
    public long Expect(IReadOnlyList<SourceImage> images) => images.Max(image => image.Size);

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken) => Task.FromResult(Open());

    private Stream Open()
    {
        try
        {
            return Directory.Exists(path) ? LayoutFolder.Open(path) : ArchiveFile.Open(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Directory.Exists(path)
                ? NotReadable("it is a folder, but no OCI layout with an index.json and blobs/sha256", exception)
                : new KindToolsException("ArchiveNotFound", FailureCategory.ObjectNotFound, $"There is no archive '{path}'.", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>One pass over the archive for what describes it; layers are skipped, also small ones.</summary>
    private async Task<(Dictionary<string, byte[]> Entries, bool IsOciLayout)> ReadSmallEntriesAsync(CancellationToken cancellationToken)
    {
        var entries = new Dictionary<string, byte[]>();
        try
        {
            var archive = Open();
            await using (archive.ConfigureAwait(false))
            {
                var reader = new TarReader(archive);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
                    {
                        var name = ArchiveEntries.Normalise(entry.Name);
                        if (await ArchiveEntries.ReadDocumentAsync(entry, name, cancellationToken).ConfigureAwait(false) is { } document) entries[name] = document;
                    }
                }
            }
        }
        catch (Exception exception) when (ArchiveEntries.IsDamage(exception))
        {
            throw NotReadable($"it is no whole tar archive, plain, gzip or zstd ({exception.Message.TrimEnd('.')})", exception);
        }
        catch (IOException exception)
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }

        return (entries, entries.ContainsKey("index.json"));
    }

    private IReadOnlyList<SourceImage> FromOciLayout(Dictionary<string, byte[]> entries, IActivityLog log)
    {
        var index = OciDocument.TryParse(entries["index.json"]) as OciIndex ?? throw NotReadable("its index.json is not an OCI index");
        var length = Length();
        IReadOnlyList<SourceImage> images =
        [
            .. from entry in ManifestChooser.Names(index)
               let reference = Parse(entry.Name)
               where reference?.Tag is not null
               select new SourceImage(reference, entry.Descriptor.Digest, PlatformOf(entry.Descriptor, entries), length),
        ];

        var tags = ManifestChooser.BareTags(index).Select(tag => $"'{tag}'").ToList();
        if (tags.Count == 0) return images;

        var what = $"the tag{(tags.Count > 1 ? "s" : "")} {string.Join(", ", tags)} (annotation org.opencontainers.image.ref.name) without the name of a repository";
        const string Remedy = "Give the image its whole name, such as docker.io/library/app:dev, in the annotation io.containerd.image.name of its index.json, or write the archive with 'docker save NAME:TAG'";
        if (images.Count == 0) throw NotReadable($"it holds only {what}. {Remedy}");

        log.Warning($"The archive '{path}' holds {what}; what has no other name is not imported. {Remedy}.");
        return images;
    }

    /// <summary>moby <c>image/spec/v1.2.md</c>: manifest.json lists configurations, names and layers.</summary>
    private IReadOnlyList<SourceImage> FromDockerArchive(Dictionary<string, byte[]> entries)
    {
        if (!entries.TryGetValue("manifest.json", out var manifest))
            throw NotReadable("it has neither an index.json nor a manifest.json, so it holds no image. Is it a file system's archive, as 'docker export' writes?");

        try
        {
            using var document = JsonDocument.Parse(manifest);
            var length = Length();
            return
            [
                .. from image in document.RootElement.EnumerateArray()
                   let config = image.GetProperty("Config").GetString() ?? ""
                   let names = image.GetProperty("RepoTags")
                   where names.ValueKind == JsonValueKind.Array
                   from name in names.EnumerateArray()
                   let reference = Parse(name.GetString() ?? "")
                   where reference?.Tag is not null
                   select new SourceImage(reference, ConfigDigest(config), Platform(entries.GetValueOrDefault(config)), length),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NotReadable("its manifest.json is not what Docker writes", exception);
        }
    }

    /// <summary>The file is named after its digest: <c>HEX.json</c> or <c>blobs/sha256/HEX</c>, of go-containerregistry <c>sha256:HEX</c>.</summary>
    private static string ConfigDigest(string config)
    {
        var name = Path.GetFileNameWithoutExtension(config);
        return name.StartsWith("sha256:", StringComparison.Ordinal) ? name : "sha256:" + name;
    }

    private static ImageReference? Parse(string name) => ImageReference.TryParse(name, out var reference, out _) ? reference.WithDefaultTag() : null;

    private static ImagePlatform? PlatformOf(OciDescriptor descriptor, Dictionary<string, byte[]> entries) =>
        descriptor.Platform
        ?? (Blob(descriptor.Digest, entries) is { } content && OciDocument.TryParse(content) is OciManifest manifest
            ? Platform(Blob(manifest.Config.Digest, entries))
            : null);

    private static byte[]? Blob(string digest, Dictionary<string, byte[]> entries) => entries.GetValueOrDefault("blobs/" + digest.Replace(':', '/'));

    private static ImagePlatform? Platform(byte[]? config)
    {
        if (config is null) return null;

        try
        {
            using var document = JsonDocument.Parse(config);
            return ImagePlatform.From(document.RootElement);
        }
        catch (JsonException)
        {
            return null; // Unknown beforehand; the node will say what it thinks of such a configuration.
        }
    }

    private long Length()
    {
        if (!Directory.Exists(path)) return new FileInfo(path).Length;

        using var archive = Open();
        return archive.Length;
    }

    private KindToolsException NotReadable(string why, Exception? inner = null) =>
        new("ArchiveNotReadable", FailureCategory.InvalidData, $"The archive '{path}' cannot be read: {why}.", path, inner);
}
