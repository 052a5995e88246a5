using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>The images of an OCI layout (OCI image spec, <c>image-layout.md</c>).</summary>
internal static class OciLayoutImages
{
    public static IReadOnlyList<SourceImage> List(ArchiveCatalog catalog, string path, IActivityLog log)
    {
        var index = OciDocument.TryParse(catalog.Documents["index.json"]) as OciIndex ?? throw new InvalidDataException("its index.json is not an OCI index");
        IReadOnlyList<SourceImage> images =
        [
            .. from entry in ManifestChooser.Names(index)
               let reference = ImageReference.TryParse(entry.Name, out var name, out _) ? name.WithDefaultTag() : null
               where reference?.Tag is not null
               select new SourceImage(reference, entry.Descriptor.Digest, [.. Contents(entry.Descriptor, catalog, [])], catalog.Length),
        ];

        var tags = ManifestChooser.BareTags(index).Select(tag => $"'{tag}'").ToList();
        if (tags.Count == 0) return images;

        var what = $"the tag{(tags.Count > 1 ? "s" : "")} {string.Join(", ", tags)} (annotation org.opencontainers.image.ref.name) without the name of a repository";
        const string Remedy = "Give the image its whole name, such as docker.io/library/app:dev, in the annotation io.containerd.image.name of its index.json, or write the archive with 'docker save NAME:TAG'";
        if (images.Count == 0) throw new InvalidDataException($"it holds only {what}. {Remedy}");

        log.Warning($"The archive '{path}' holds {what}; what has no other name is not imported. {Remedy}.");
        return images;
    }

    /// <summary>The platform that a configuration says it is for; null where it cannot be read: the node will say what it thinks of it.</summary>
    public static ImagePlatform? PlatformOf(byte[]? config) => (OciDocument.TryParse(config) as OciConfiguration)?.Platform;

    /// <summary>
    /// An index may name platforms that the archive does not hold; they are not there. Blobs have not been proved yet, so that
    /// one that is damaged may name itself: each index is looked into once.
    /// </summary>
    private static IEnumerable<ImageContent> Contents(OciDescriptor descriptor, ArchiveCatalog catalog, HashSet<string> seen)
    {
        if (descriptor.IsAttestation || catalog.Blob(descriptor.Digest) is not { } content) return [];

        return OciDocument.TryParse(content) switch
        {
            OciIndex nested when seen.Add(descriptor.Digest) => nested.Manifests.SelectMany(manifest => Contents(manifest, catalog, seen)),
            OciManifest manifest when catalog.HasBlob(manifest.Config.Digest) =>
            [
                new ImageContent(descriptor.Platform ?? PlatformOf(catalog.Blob(manifest.Config.Digest)), descriptor.Digest, manifest.Config.Digest)
                {
                    Blobs = manifest.Layers.Append(manifest.Config).Append(descriptor).DistinctBy(blob => blob.Digest).ToDictionary(blob => blob.Digest, blob => blob.Size),
                },
            ],
            _ => [],
        };
    }
}
