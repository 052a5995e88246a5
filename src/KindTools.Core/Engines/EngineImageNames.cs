namespace KindTools.Core.Engines;

/// <summary>The engine's names, without what else there is to know.</summary>
internal static class EngineImageNames
{
    /// <summary>The names of all images with a tag, in their order.</summary>
    public static async Task<IReadOnlyList<string>> ListImageNamesAsync(this IContainerEngine engine, CancellationToken cancellationToken) =>
        [.. (await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false)).Select(image => image.Name)];

    /// <summary>The ids behind the names of all images with a tag.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ListImageIdsAsync(this IContainerEngine engine, CancellationToken cancellationToken) =>
        (await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false)).DistinctBy(image => image.Name).ToDictionary(image => image.Name, image => image.Id, StringComparer.Ordinal);
}
