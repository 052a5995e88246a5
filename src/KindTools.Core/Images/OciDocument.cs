using System.Text.Json;

namespace KindTools.Core.Images;

/// <summary>An image's manifest, index or configuration (OCI image spec; Docker's older media types have the same shape).</summary>
public abstract record OciDocument
{
    internal const string IndexType = "application/vnd.oci.image.index.v1+json";
    internal const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Reads any of them; null when the bytes are none.</summary>
    public static OciDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            if (root.TryGetProperty("manifests", out var manifests)) return new OciIndex(Descriptors(manifests));
            if (root.TryGetProperty("layers", out var layers) && root.TryGetProperty("config", out var config))
                return new OciManifest(Descriptor(config), Descriptors(layers));
            if (root.TryGetProperty("rootfs", out _)) return new OciConfiguration(ImagePlatform.From(root));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }

        return null;
    }

    /// <summary>
    /// What a manifest or index says it is; OCI's where it says nothing, because Docker's always say.
    /// </summary>
    public static string MediaTypeOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("mediaType", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString()!
            : document.RootElement.TryGetProperty("manifests", out _) ? IndexType
            : ManifestType;
    }

    private static OciDescriptor[] Descriptors(JsonElement array) => [.. array.EnumerateArray().Select(Descriptor)];

    private static OciDescriptor Descriptor(JsonElement element) => new(
        element.TryGetProperty("mediaType", out var mediaType) ? mediaType.GetString() ?? "" : "",
        element.GetProperty("digest").GetString() ?? throw new FormatException("digest"),
        element.GetProperty("size").GetInt64() is >= 0 and var size ? size : throw new FormatException("size"),
        element.TryGetProperty("platform", out var platform) ? ImagePlatform.From(platform) : null,
        element.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object ? Texts(annotations) : new Dictionary<string, string>());

    // Of a key that stands there twice the last one counts, as it does to Go, which those who write these use.
    private static Dictionary<string, string> Texts(JsonElement element)
    {
        var texts = new Dictionary<string, string>();
        foreach (var item in element.EnumerateObject()) texts[item.Name] = item.Value.GetString() ?? "";
        return texts;
    }
}
