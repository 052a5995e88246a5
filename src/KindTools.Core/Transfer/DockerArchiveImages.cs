using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>
/// The images of an archive in Docker's older form (moby <c>image/spec/v1.2.md</c>). Its layers are not named by content,
/// but each image's configuration lists the digests of what they unpack to, so a node that has them can be told.
/// </summary>
internal static class DockerArchiveImages
{
    public static IReadOnlyList<SourceImage> List(ArchiveCatalog catalog)
    {
        if (!catalog.Documents.TryGetValue("manifest.json", out var manifest))
            throw new InvalidDataException("it has neither an index.json nor a manifest.json, so it holds no image. Is it a file system's archive, as 'docker export' writes?");

        var images = new List<SourceImage>();
        foreach (var saved in SavedImage.Parse(manifest))
        {
            List<ImageReference> names =
            [
                .. from name in saved.Names
                   let reference = ImageReference.TryParse(name, out var parsed, out _) ? parsed.WithDefaultTag() : null
                   where reference?.Tag is not null
                   select reference,
            ];
            if (names.Count == 0) continue;

            var config = catalog.Documents.GetValueOrDefault(saved.Config) ?? throw new InvalidDataException($"the entry '{saved.Config}', the configuration of '{names[0]}', is missing");
            foreach (var (layer, digest) in saved.Layers.Zip(DiffIds(config)).Where(pair => catalog.Lengths.ContainsKey(pair.First))) catalog.Digests[layer] = digest;

            var content = new ImageContent(OciLayoutImages.PlatformOf(config), ManifestDigest: null, ContentDigest.Of(config));
            images.AddRange(names.Select(name => new SourceImage(name, content.ConfigDigest!, [content], catalog.Length)));
        }

        return images;
    }

    /// <summary>The digests of the unpacked layers, lowest first (OCI image spec, <c>config.md</c>, <c>rootfs</c>).</summary>
    private static IReadOnlyList<string> DiffIds(byte[] config)
    {
        try
        {
            using var document = JsonDocument.Parse(config);
            return [.. document.RootElement.GetProperty("rootfs").GetProperty("diff_ids").EnumerateArray().Select(id => id.GetString() ?? "")];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }
}
