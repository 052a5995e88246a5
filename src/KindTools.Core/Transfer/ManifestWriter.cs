using System.Text.Encodings.Web;
using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>Writes the manifest that an image in Docker's older form lacks.</summary>
internal static class ManifestWriter
{
    /// <summary>Media types hold a plus sign, which is nothing to escape outside HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(byte[] config, IReadOnlyList<ArchivePart> layers)
    {
        var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", OciDocument.ManifestType);
        writer.WritePropertyName("config");
        WriteDescriptor(writer, "application/vnd.oci.image.config.v1+json", ContentDigest.Of(config), config.Length);
        writer.WriteStartArray("layers");
        foreach (var layer in layers)
            WriteDescriptor(writer, "application/vnd.oci.image.layer.v1.tar" + (layer.IsGzip ? "+gzip" : ""), layer.Digest, layer.Length);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.ToArray();
    }

    private static void WriteDescriptor(Utf8JsonWriter writer, string mediaType, string digest, long size)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", mediaType);
        writer.WriteString("digest", digest);
        writer.WriteNumber("size", size);
        writer.WriteEndObject();
    }
}
