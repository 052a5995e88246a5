using Docker.DotNet.Models;

namespace KindTools.Core.Engines;

/// <summary>From what an engine says of itself to what matters here.</summary>
internal static class EngineDescription
{
    private const string Podman = "podman";

    public static EngineFacts From(VersionResponse version, SystemInfoResponse info)
    {
        var components = version.Components ?? [];
        var isPodman = components.Any(component => component.Name.StartsWith("Podman", StringComparison.OrdinalIgnoreCase));

        // moby daemon/images, daemon/containerd: only the containerd store says what kind of driver it has.
        var isContainerd = (info.DriverStatus ?? []).Any(status => status is ["driver-type", "io.containerd.snapshotter.v1", ..]);
        return new EngineFacts(
            isPodman ? Podman : components.Count > 0 && components[0].Name != "Engine" ? components[0].Name : "Docker",
            version.Version,
            version.APIVersion,
            $"{version.Os}/{version.Arch}",
            info.OperatingSystem,
            isPodman ? Podman : isContainerd ? "containerd" : "classic",
            info.Driver,
            (info.SecurityOptions ?? []).Any(option => option.Contains("rootless", StringComparison.Ordinal)));
    }
}
