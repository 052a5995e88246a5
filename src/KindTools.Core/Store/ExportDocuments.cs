using System.Text.Json;
using KindTools.Core.Images;
using KindTools.Core.Transfer;

namespace KindTools.Core.Store;

/// <summary>Writes the documents at the top of an exported archive.</summary>
internal static class ExportDocuments
{
    /// <summary>The index of an OCI layout: each name with the one manifest it stands for on the node.</summary>
    public static ReadOnlyMemory<byte> Index(IReadOnlyList<ExportedImage> images, IReadOnlyDictionary<string, byte[]> manifests) => IndexWriter.Write(
    [
        .. images.Select(image => (
            image.Reference,
            new OciDescriptor(
                OciDocument.MediaTypeOf(manifests[image.Found.ManifestDigest]),
                image.Found.ManifestDigest,
                manifests[image.Found.ManifestDigest].Length,
                image.Found.Platform,
                new Dictionary<string, string>()))),
    ]);

    /// <summary>
    /// What Docker loads by (moby <c>image/tarexport/load.go</c>), one entry an image with all its names. Versions before 25
    /// know nothing else.
    /// </summary>
    public static ReadOnlyMemory<byte> DockerManifest(IReadOnlyList<ExportedImage> images) => JsonSerializer.SerializeToUtf8Bytes(
        images.GroupBy(image => image.Found.ManifestDigest).Select(names => new Dictionary<string, object>
        {
            ["Config"] = ContentDigest.PathOf(names.First().Found.Manifest.Config.Digest),
            ["RepoTags"] = names.Select(name => name.Reference.Familiar).ToList(),
            ["Layers"] = names.First().Found.Manifest.Layers.Select(layer => ContentDigest.PathOf(layer.Digest)).ToList(),
        }));
}
