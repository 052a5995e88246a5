using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// Picks the one manifest that a name is to stand for on a node, out of an archive that may hold several platforms,
/// attestations, and indexes that name manifests the archive does not hold.
/// </summary>
internal static class ManifestChooser
{
    /// <summary>The annotation that holds a whole name.</summary>
    public const string ContainerdName = "io.containerd.image.name";

    /// <summary>The annotation that holds a tag, or a whole name.</summary>
    public const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>The names that an archive's index gives, as they are written there, with what they point to.</summary>
    public static IEnumerable<(string Name, OciDescriptor Descriptor)> Names(OciIndex index) =>
        from descriptor in index.Manifests
        let name = descriptor.Annotations.GetValueOrDefault(ContainerdName) ?? descriptor.Annotations.GetValueOrDefault(RefName)
        where name is not null && !IsBareTag(descriptor)
        select (name, descriptor);

    /// <summary>
    /// The tags that stand alone, as skopeo writes them: the annotation need not name a repository (OCI image spec,
    /// annotations.md), and a tag read as a name would become another image, <c>dev:latest</c>. Without those whose image
    /// has a name besides.
    /// </summary>
    public static IEnumerable<string> BareTags(OciIndex index)
    {
        var named = Names(index).Select(entry => entry.Descriptor.Digest).ToHashSet();
        return index.Manifests
            .Where(descriptor => IsBareTag(descriptor) && !descriptor.IsAttestation && !named.Contains(descriptor.Digest))
            .Select(descriptor => descriptor.Annotations[RefName]);
    }

    /// <summary>The manifest of an image: the very one that is wanted, else under its name the one for its platform.</summary>
    public static OciDescriptor Choose(WantedImage image, OciIndex index, IReadOnlyDictionary<string, OciBlob> documents, ImagePlatform nodePlatform)
    {
        var name = image.Source.SourceName;
        var named = Names(index)
            .Where(entry => ImageReference.Normalise(entry.Name) == name)
            .Select(entry => entry.Descriptor)
            .FirstOrDefault()
            ?? index.Manifests.FirstOrDefault(descriptor => descriptor.Digest == image.Source.Id);

        // A name by digest is lost in an archive; the content is still the same.
        var seen = new HashSet<string>();
        var manifests = (named is null ? index.Manifests : [named]).SelectMany(descriptor => Manifests(descriptor, documents, seen)).ToList();
        if (manifests.Find(manifest => image.Content.Is(manifest.Digest, (OciManifest)documents[manifest.Digest].Document)) is { } wanted) return wanted;
        if (named is null) throw ArchiveEntries.NotReadable($"it does not hold '{name}'");

        var platform = image.Content.Platform ?? nodePlatform;
        return platform.Runs.Select(runs => manifests.Find(manifest => manifest.Platform == runs)).OfType<OciDescriptor>().FirstOrDefault()
            ?? manifests.Find(manifest => manifest.Platform is null)
            ?? (manifests.Count == 1 ? manifests[0] : throw PlatformMissing(image.Source, manifests, platform));
    }

    private static bool IsBareTag(OciDescriptor descriptor) =>
        !descriptor.Annotations.ContainsKey(ContainerdName)
        && descriptor.Annotations.TryGetValue(RefName, out var name)
        && name.IndexOfAny(['/', ':', '@']) < 0;

    /// <summary>The images behind a descriptor whose manifest the archive holds. Each index is looked into once: a damaged one may name itself.</summary>
    private static IEnumerable<OciDescriptor> Manifests(OciDescriptor descriptor, IReadOnlyDictionary<string, OciBlob> documents, HashSet<string> seen)
    {
        if (descriptor.IsAttestation || !documents.TryGetValue(descriptor.Digest, out var blob)) return [];
        return blob.Document switch
        {
            OciIndex nested => seen.Add(descriptor.Digest) ? nested.Manifests.SelectMany(manifest => Manifests(manifest, documents, seen)) : [],
            OciManifest => [descriptor with { Size = blob.Size }],
            _ => [],
        };
    }

    private static KindToolsException PlatformMissing(SourceImage image, List<OciDescriptor> manifests, ImagePlatform wanted)
    {
        var held = manifests.Count == 0 ? "no platform at all" : string.Join(", ", manifests.Select(manifest => manifest.Platform));
        return new KindToolsException(
            "PlatformNotAvailable",
            FailureCategory.ObjectNotFound,
            $"'{image.Reference}' is not there for {wanted}; there is {held}. Build or pull it for {wanted}.",
            image.Reference.ToString());
    }
}
