namespace KindTools.Core.Engines;

/// <summary>A container's port that is published on the engine's host.</summary>
/// <param name="ContainerPort">The port in the container.</param>
/// <param name="HostAddress">The address on the host; may be the unspecified one.</param>
/// <param name="HostPort">The port on the host.</param>
public sealed record PublishedPort(int ContainerPort, string HostAddress, int HostPort);
