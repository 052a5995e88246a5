using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Writes the index.json of our own archives.</summary>
internal static class IndexWriter
{
    /// <summary>The file that tells an OCI layout (OCI image spec, <c>image-layout.md</c>).</summary>
    public static ReadOnlyMemory<byte> OciLayout { get; } = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<(ImageReference Name, OciDescriptor Manifest)> images)
    {
        var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", OciDocument.IndexType);
        writer.WriteStartArray("manifests");
        foreach (var (name, manifest) in images)
        {
            writer.WriteStartObject();
            writer.WriteString("mediaType", manifest.MediaType);
            writer.WriteString("digest", manifest.Digest);
            writer.WriteNumber("size", manifest.Size);
            writer.WriteStartObject("annotations");
            // Without this name containerd makes one up: import-DATE@sha256:….
            writer.WriteString(ManifestChooser.ContainerdName, name.ToString());
            if (name.Tag is not null) writer.WriteString(ManifestChooser.RefName, name.Tag);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.ToArray();
    }
}
