using System.Text.Json;

namespace KindTools.Core.Transfer;

/// <summary>An image as the <c>manifest.json</c> of a Docker archive tells it (moby <c>image/spec/v1.2.md</c>).</summary>
/// <param name="Config">The entry with its configuration.</param>
/// <param name="Names">Its names, as they are written there.</param>
/// <param name="Layers">The entries with its layers, lowest first.</param>
internal sealed record SavedImage(string Config, IReadOnlyList<string> Names, IReadOnlyList<string> Layers)
{
    /// <summary>Throws <see cref="InvalidDataException"/> when it is not what Docker writes.</summary>
    public static IReadOnlyList<SavedImage> Parse(byte[] manifest)
    {
        try
        {
            using var document = JsonDocument.Parse(manifest);
            return
            [
                .. document.RootElement.EnumerateArray().Select(image => new SavedImage(
                    ArchiveEntries.Normalise(image.GetProperty(nameof(Config)).GetString() ?? ""), Texts(image, "RepoTags"), [.. Texts(image, nameof(Layers)).Select(ArchiveEntries.Normalise)])),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("its manifest.json is not what Docker writes", exception);
        }
    }

    private static IReadOnlyList<string> Texts(JsonElement image, string name) =>
        image.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.GetString() ?? "")] : [];
}
