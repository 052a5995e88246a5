namespace KindTools.Core.Engines;

/// <summary>What an engine says of itself.</summary>
/// <param name="Product"><c>Docker</c>, <c>podman</c>, or what else it calls itself.</param>
/// <param name="Version">Its version.</param>
/// <param name="ApiVersion">The newest version of Docker's API that it speaks.</param>
/// <param name="Platform">Its operating system and architecture, for example <c>linux/amd64</c>.</param>
/// <param name="Distribution">The operating system by name, for example <c>Docker Desktop</c> or <c>Debian GNU/Linux 13</c>.</param>
/// <param name="ImageStore"><c>classic</c>, <c>containerd</c> or <c>podman</c>.</param>
/// <param name="StorageDriver">What the store keeps layers with, for example <c>overlay2</c>.</param>
/// <param name="IsRootless">Whether it runs without root's rights.</param>
public sealed record EngineFacts(
    string Product, string Version, string ApiVersion, string Platform, string Distribution, string ImageStore, string StorageDriver, bool IsRootless);
