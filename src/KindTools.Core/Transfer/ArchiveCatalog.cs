using System.Formats.Tar;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>What one pass over an archive on disk tells: what describes images, and how long everything else is.</summary>
internal sealed class ArchiveCatalog
{
    private readonly Dictionary<string, byte[]> _documents = [];
    private readonly Dictionary<string, long> _lengths = [];
    private long _remembered;

    /// <summary>Manifests, indexes and configurations by the names of their entries.</summary>
    public IReadOnlyDictionary<string, byte[]> Documents => _documents;

    /// <summary>The lengths of all files by the names of their entries.</summary>
    public IReadOnlyDictionary<string, long> Lengths => _lengths;

    /// <summary>Digests that the names of entries do not tell.</summary>
    public Dictionary<string, string> Digests { get; } = [];

    /// <summary>The archive's length on disk.</summary>
    public long Length { get; set; }

    public async Task AddAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        var name = ArchiveEntries.Normalise(entry.Name);
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.SymbolicLink or TarEntryType.HardLink) return;

        _lengths[name] = entry.Length;
        if (await ArchiveEntries.ReadDocumentAsync(entry, name, cancellationToken).ConfigureAwait(false) is not { } document) return;

        _remembered += document.Length;
        if (_remembered > ArchiveEntries.MostDocuments) throw new InvalidDataException("it holds more manifests and configurations than any archive of images does");

        _documents[name] = document;
    }

    public byte[]? Blob(string digest) => _documents.GetValueOrDefault(ContentDigest.PathOf(digest));

    public bool HasBlob(string digest) => _lengths.ContainsKey(ContentDigest.PathOf(digest));
}
