namespace KindTools;

/// <summary>Where in a pod an image is named. The same rules hold for all of them.</summary>
public enum ContainerType
{
    /// <summary><c>spec.containers</c></summary>
    Container,

    /// <summary><c>spec.initContainers</c>, restartable ones (sidecars) too.</summary>
    InitContainer,

    /// <summary><c>spec.ephemeralContainers</c></summary>
    EphemeralContainer,

    /// <summary><c>spec.volumes[].image</c>: an image mounted as a volume (KEP-4639).</summary>
    ImageVolume,
}
