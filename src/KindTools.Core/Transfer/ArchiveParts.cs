using System.Formats.Tar;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// What is remembered of an archive while it passes, and what it says in the end: from an OCI layout's index, or from the
/// list of images in Docker's older form, for which a manifest is made as containerd would make it.
/// </summary>
internal sealed class ArchiveParts
{
    private readonly Dictionary<string, ArchivePart> _blobs = [];
    private readonly Dictionary<string, byte[]> _documents = [];
    private readonly Dictionary<string, string> _links = [];
    private readonly Lazy<IReadOnlyDictionary<string, OciBlob>> _manifests;
    private readonly Lazy<OciIndex?> _index;
    private long _remembered;

    public ArchiveParts()
    {
        _manifests = new(ReadManifests);
        _index = new(ReadIndex);
    }

    public void AddBlob(string name, ArchivePart part) => _blobs[name] = part;

    /// <summary>Documents are kept until the end, so there is a limit to them.</summary>
    public void AddDocument(string name, byte[] content)
    {
        _remembered += content.Length;
        if (_remembered > ArchiveEntries.MostDocuments) throw ArchiveEntries.NotReadable("it holds more manifests and configurations than any archive of images does");

        _documents[name] = content;
    }

    /// <summary>Docker's older form has a link where a layer repeats: symbolic ones from their folder, hard ones from the root.</summary>
    public void AddLink(string name, string target, TarEntryType type) =>
        _links[name] = type == TarEntryType.HardLink ? ArchiveEntries.Normalise(target) : ArchiveEntries.Resolve(name, target);

    /// <summary>An image's manifest, with the blobs that the archive itself does not hold as such.</summary>
    public (OciDescriptor Manifest, IReadOnlyDictionary<string, byte[]> Made) Find(WantedImage image, ImagePlatform nodePlatform)
    {
        if (_index.Value is { } index) return (ManifestChooser.Choose(image, index, _manifests.Value, nodePlatform), new Dictionary<string, byte[]>());
        if (_documents.TryGetValue("manifest.json", out var list)) return MakeManifest(image, list);

        throw ArchiveEntries.NotReadable("it has neither an index.json nor a manifest.json");
    }

    private OciIndex? ReadIndex() => !_documents.TryGetValue("index.json", out var index) ? null
        : OciDocument.TryParse(index) as OciIndex ?? throw ArchiveEntries.NotReadable("its index.json is not an OCI index");

    private Dictionary<string, OciBlob> ReadManifests() => (
        from entry in _documents
        where _blobs.ContainsKey(entry.Key)
        let document = OciDocument.TryParse(entry.Value)
        where document is not null
        select (_blobs[entry.Key].Digest, Blob: new OciBlob(document, entry.Value.Length))).DistinctBy(pair => pair.Digest).ToDictionary(pair => pair.Digest, pair => pair.Blob);

    private (OciDescriptor Manifest, IReadOnlyDictionary<string, byte[]> Made) MakeManifest(WantedImage image, byte[] list)
    {
        IReadOnlyList<SavedImage> images;
        try
        {
            images = SavedImage.Parse(list);
        }
        catch (InvalidDataException exception)
        {
            throw ArchiveEntries.NotReadable(exception.Message, exception);
        }

        var saved = images.FirstOrDefault(saved => saved.Names.Any(name => ImageReference.Normalise(name) == image.Source.SourceName))
            ?? images.FirstOrDefault(saved => _documents.TryGetValue(saved.Config, out var content) && ContentDigest.Of(content) == image.Content.ConfigDigest)
            ?? throw ArchiveEntries.NotReadable($"it does not hold '{image.Source.SourceName}'");
        var config = _documents.GetValueOrDefault(saved.Config) ?? throw ArchiveEntries.NotReadable($"the entry '{saved.Config}' is missing");
        var manifest = ManifestWriter.Write(config, [.. saved.Layers.Select(Layer)]);
        var digest = ContentDigest.Of(manifest);
        return (
            new OciDescriptor(OciDocument.ManifestType, digest, manifest.Length, null, new Dictionary<string, string>()),
            new Dictionary<string, byte[]> { [ContentDigest.Of(config)] = config, [digest] = manifest });
    }

    private ArchivePart Layer(string name)
    {
        // A link may lead to another, but not for ever.
        var entry = name;
        for (var steps = 0; steps < 16 && _links.TryGetValue(entry, out var target); steps++) entry = target;
        return _blobs.GetValueOrDefault(entry) ?? throw ArchiveEntries.NotReadable($"the layer '{name}' is missing");
    }
}
