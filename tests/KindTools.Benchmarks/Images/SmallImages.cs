using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;

namespace KindTools.Benchmarks.Images;

/// <summary>An OCI archive of many images that differ in their configuration alone.</summary>
internal static class SmallImages
{
    private const int EmptyTarLength = 1024;

    public static byte[] Archive(int count)
    {
        using var stream = new MemoryStream();
        using (var archive = new TarWriter(stream, leaveOpen: true))
        {
            var layer = Blob(archive, new byte[EmptyTarLength]);
            var images = Enumerable.Range(1, count).Select(number => Image(archive, layer, number)).ToList();
            Write(archive, "oci-layout", JsonSerializer.SerializeToUtf8Bytes(new { imageLayoutVersion = "1.0.0" }));
            Write(archive, "index.json", JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = images }));
        }

        return stream.ToArray();
    }

    private static Dictionary<string, object> Image(TarWriter archive, (string Digest, int Size) layer, int number)
    {
        var config = Blob(archive, JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Labels = new Dictionary<string, string> { [BenchImages.Prefix] = $"{number}" } },
            rootfs = new { type = "layers", diff_ids = new[] { layer.Digest } },
        }));
        var manifest = Blob(archive, JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = "application/vnd.oci.image.manifest.v1+json",
            config = Descriptor("application/vnd.oci.image.config.v1+json", config),
            layers = new[] { Descriptor("application/vnd.oci.image.layer.v1.tar", layer) },
        }));
        var image = Descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
        image["annotations"] = new Dictionary<string, string> { ["io.containerd.image.name"] = $"docker.io/{BenchImages.Prefix}/small:{number}" };
        return image;
    }

    private static Dictionary<string, object> Descriptor(string mediaType, (string Digest, int Size) blob) =>
        new() { ["mediaType"] = mediaType, ["digest"] = blob.Digest, ["size"] = blob.Size };

    private static (string Digest, int Size) Blob(TarWriter archive, byte[] content)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(content));
        Write(archive, "blobs/sha256/" + hex, content);
        return ("sha256:" + hex, content.Length);
    }

    private static void Write(TarWriter archive, string name, byte[] content) =>
        archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
