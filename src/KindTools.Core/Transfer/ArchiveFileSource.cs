using System.Formats.Tar;

namespace KindTools.Core.Transfer;

/// <summary>
/// Every named image of an archive on disk: what <c>docker save</c> and its kin write, plain or compressed with gzip or
/// zstd, or an OCI layout that lies in a folder.
/// </summary>
public sealed class ArchiveFileSource : IImageSource
{
    private readonly string _path;
    private readonly Func<Stream> _open;
    private IReadOnlyDictionary<string, string> _digests = new Dictionary<string, string>();

    /// <summary>An archive, or the folder of a layout.</summary>
    public ArchiveFileSource(string path)
        : this(path, () => Directory.Exists(path) ? LayoutFolder.Open(path) : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous))
    {
    }

    /// <summary>An archive that is opened in some other way.</summary>
    internal ArchiveFileSource(string path, Func<Stream> open) => (_path, _open) = (path, open);

    /// <inheritdoc/>
    public string Description => _path;

    /// <inheritdoc/>
    public bool IsEngine => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken)
    {
        var catalog = await ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<SourceImage> images;
        try
        {
            images = catalog.Documents.ContainsKey("index.json") ? OciLayoutImages.List(catalog, _path, log) : DockerArchiveImages.List(catalog);
        }
        catch (InvalidDataException exception)
        {
            throw NotReadable(exception.Message, exception);
        }

        _digests = catalog.Digests;
        if (images.Count > 0) return images;

        throw NotReadable("it holds no image with a name and a tag. 'docker save NAME:TAG' writes one that does");
    }

    /// <inheritdoc/>
    /// <remarks>Each image has the length of the archive, which is read once for all of them.</remarks>
    public long Expect(IReadOnlyList<SourceImage> images) => images.Max(image => image.Size);

    /// <inheritdoc/>
    public Task<SourceArchive> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken) =>
        Task.FromResult(new SourceArchive(Open().Content, _digests));

    private (Stream Content, long Length) Open()
    {
        try
        {
            var file = _open();
            return (ArchiveFile.Unpack(file), file.Length);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Directory.Exists(_path)
                ? NotReadable("it is a folder, but no OCI layout with an index.json and blobs/sha256", exception)
                : new KindToolsException("ArchiveNotFound", FailureCategory.ObjectNotFound, $"There is no archive '{_path}'.", _path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(exception.Message.TrimEnd('.'), exception);
        }
    }

    /// <summary>One pass over the archive for what describes it; layers are skipped, also small ones.</summary>
    private async Task<ArchiveCatalog> ReadAsync(CancellationToken cancellationToken)
    {
        var catalog = new ArchiveCatalog();
        try
        {
            var (archive, length) = Open();
            await using (archive.ConfigureAwait(false))
            {
                var reader = new TarReader(archive);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
                        await catalog.AddAsync(entry, cancellationToken).ConfigureAwait(false);
                }

                catalog.Length = length;
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

        return catalog;
    }

    private KindToolsException NotReadable(string why, Exception? inner = null) =>
        new("ArchiveNotReadable", FailureCategory.InvalidData, $"The archive '{_path}' cannot be read: {why}.", _path, inner);
}
