namespace KindTools.Core.Engines;

/// <summary>A name in the engine, and what it stands for.</summary>
/// <param name="Name">The name with its tag, as the engine shows it.</param>
/// <param name="Id">The image's id, as in <see cref="EngineImage"/>.</param>
/// <param name="Size">Bytes; what they count differs by store.</param>
/// <param name="Created">When the image was made, by its own word.</param>
public sealed record EngineImageName(string Name, string Id, long Size, DateTimeOffset Created);
