namespace KindTools.Core.Engines;

/// <summary>Asks an engine about one image.</summary>
internal static class OneImage
{
    /// <summary>An image by any name that the engine knows, or null when it has none.</summary>
    public static async Task<EngineImage?> FindImageAsync(this IContainerEngine engine, string reference, CancellationToken cancellationToken) =>
        (await engine.FindImagesAsync([reference], cancellationToken).ConfigureAwait(false))[reference];
}
