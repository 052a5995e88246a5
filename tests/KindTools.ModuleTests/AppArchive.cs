using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace KindTools.ModuleTests;

/// <summary>A small image app:dev as Docker saves it.</summary>
internal static class AppArchive
{
    public static byte[] Bytes { get; } = Write();

    private static byte[] Write()
    {
        var layer = new byte[3_000_000];
        new Random(1).NextBytes(layer);
        var config = "{\"architecture\":\"amd64\",\"os\":\"linux\"}"u8.ToArray();
        var manifest = Encoding.UTF8.GetBytes($"{{\"schemaVersion\":2,\"config\":{Descriptor(config)},\"layers\":[{Descriptor(layer)}]}}");
        var index = Encoding.UTF8.GetBytes(
            $"{{\"schemaVersion\":2,\"manifests\":[{Descriptor(manifest)[..^1]},\"annotations\":{{\"io.containerd.image.name\":\"docker.io/library/app:dev\"}}}}]}}");

        var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var blob in new[] { layer, config, manifest }) WriteFile(writer, "blobs/sha256/" + Hash(blob), blob);
            WriteFile(writer, "index.json", index);
        }

        return archive.ToArray();
    }

    private static void WriteFile(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static string Descriptor(byte[] content) => $"{{\"mediaType\":\"application/octet-stream\",\"digest\":\"sha256:{Hash(content)}\",\"size\":{content.Length}}}";

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
