namespace KindTools.Core.Engines;

/// <summary>A container for a while: no name, no mounts, no privileges, on the engine's default network.</summary>
/// <param name="Image">The image, by any name that the engine knows.</param>
/// <param name="Command">The program and its arguments, whatever the image says.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Port">The port that it listens on.</param>
/// <param name="HostPort">Where that port is published on the loopback address of the engine's machine; 0 lets the engine choose.</param>
public sealed record ContainerRecipe(string Image, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Labels, int Port, int HostPort);
