using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Every named image of an archive on disk: what <c>docker save</c> and its kin write, plain or compressed with gzip.</summary>
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
        var images = isOciLayout ? FromOciLayout(small) : FromDockerArchive(small);
        if (images.Count > 0) return images;

        throw NotReadable("it holds no image with a name and a tag. 'docker save NAME:TAG' writes one that does");
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken) => Task.FromResult(Open());

    private Stream Open()
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
            var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KindToolsException("ArchiveNotFound", FailureCategory.ObjectNotFound, $"There is no archive '{path}'.", path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>One pass over the archive for what describes it; layers are skipped.</summary>
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
                        if (entry.DataStream is not null && entry.Length <= ArchiveEntries.LargestDocument)
                            entries[ArchiveEntries.Normalise(entry.Name)] = await ArchiveEntries.ReadAsync(entry, cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw NotReadable($"it is no whole tar archive, plain or gzip ({exception.Message.TrimEnd('.')})", exception);
        }
        catch (IOException exception)
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }

        return (entries, entries.ContainsKey("index.json"));
    }

    private IReadOnlyList<SourceImage> FromOciLayout(Dictionary<string, byte[]> entries)
    {
        var index = OciDocument.TryParse(entries["index.json"]) as OciIndex ?? throw NotReadable("its index.json is not an OCI index");
        return
        [
            .. from entry in ManifestChooser.Names(index)
               let reference = Parse(entry.Name)
               where reference?.Tag is not null
               select new SourceImage(reference, entry.Descriptor.Digest, PlatformOf(entry.Descriptor, entries), Length()),
        ];
    }

    /// <summary>moby <c>image/spec/v1.2.md</c>: manifest.json lists configurations, names and layers.</summary>
    private IReadOnlyList<SourceImage> FromDockerArchive(Dictionary<string, byte[]> entries)
    {
        if (!entries.TryGetValue("manifest.json", out var manifest))
            throw NotReadable("it has neither an index.json nor a manifest.json, so it holds no image. Is it a file system's archive, as 'docker export' writes?");

        try
        {
            using var document = JsonDocument.Parse(manifest);
            return
            [
                .. from image in document.RootElement.EnumerateArray()
                   let config = image.GetProperty("Config").GetString() ?? ""
                   let names = image.GetProperty("RepoTags")
                   where names.ValueKind == JsonValueKind.Array
                   from name in names.EnumerateArray()
                   let reference = Parse(name.GetString() ?? "")
                   where reference?.Tag is not null
                   select new SourceImage(reference, ConfigDigest(config), Platform(entries.GetValueOrDefault(config)), Length()),
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

    private long Length() => new FileInfo(path).Length;

    private KindToolsException NotReadable(string why, Exception? inner = null) =>
        new("ArchiveNotReadable", FailureCategory.InvalidData, $"The archive '{path}' cannot be read: {why}.", path, inner);
}
