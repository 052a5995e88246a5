namespace KindTools.Core.Engines;

/// <summary>Asks an engine about many images.</summary>
internal static class ManyImages
{
    /// <summary>So many at a time: an engine that is asked about hundreds at once has no time for anybody else.</summary>
    private const int AtOnce = 8;

    /// <summary>Each name with its image; with null where the engine has none.</summary>
    public static async Task<IReadOnlyDictionary<string, EngineImage?>> FindImagesAsync(this IContainerEngine engine, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var images = new Dictionary<string, EngineImage?>();
        foreach (var chunk in names.Distinct().Chunk(AtOnce))
        {
            var found = await Task.WhenAll(chunk.Select(name => engine.FindImageAsync(name, cancellationToken))).ConfigureAwait(false);
            foreach (var (name, image) in chunk.Zip(found)) images[name] = image;
        }

        return images;
    }
}
