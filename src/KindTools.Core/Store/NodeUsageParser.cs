using System.Text;
using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Core.Store;

/// <summary>Reads what <c>usage.sh</c> prints.</summary>
internal static class NodeUsageParser
{
    private const string Mark = "--- container\n";
    private const string MetadataExtension = "io.cri-containerd.container.metadata";

    public static NodeUsage Parse(ReadOnlyMemory<byte> output)
    {
        var parts = Encoding.UTF8.GetString(output.Span).Split(Mark);
        return new NodeUsage(
            [.. parts.Skip(1).Select(ParseContainer).OfType<RunningContainer>()],
            parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseImage).OfType<string>().ToHashSet());
    }

    /// <summary>What <c>ctr containers info</c> prints; nothing for a container that ended since it was listed.</summary>
    private static RunningContainer? ParseContainer(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;

        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var labels = root.TryGetProperty("Labels", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
            var pod = Text(labels, "io.kubernetes.pod.name");
            return new RunningContainer(
                Text(root, "ID") ?? throw new FormatException("a container has no id"),
                Text(root, "Image") ?? "",
                ImageId(root),
                pod is null ? null : $"{Text(labels, "io.kubernetes.pod.namespace")}/{pod}");
        }
        catch (JsonException exception)
        {
            throw new FormatException("a container's description is cut short", exception);
        }
    }

    /// <summary>
    /// The runtime keeps what it knows of a container in an extension of its own (containerd
    /// <c>internal/cri/store/container/metadata.go</c>). Without it the name has to do.
    /// </summary>
    private static string? ImageId(JsonElement root)
    {
        if (!root.TryGetProperty("Extensions", out var extensions) || extensions.ValueKind != JsonValueKind.Object) return null;
        if (!extensions.TryGetProperty(MetadataExtension, out var extension) || Text(extension, "value") is not { } value) return null;

        try
        {
            using var document = JsonDocument.Parse(Convert.FromBase64String(value));
            return document.RootElement.TryGetProperty("Metadata", out var metadata) ? Text(metadata, "ImageRef") : null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The value of an <c>image:</c> line, which may be quoted and followed by a comment.</summary>
    private static string? ParseImage(string text) => ImageReference.Normalise(text.Split(' ')[0].Trim('"', '\''));

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() is { Length: > 0 } text ? text : null
            : null;
}
