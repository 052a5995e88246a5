namespace KindTools.Core.Cure;

/// <summary>From a container that runs another image than is meant to what cures it: a pure function.</summary>
internal static class DriftCureChooser
{
    /// <summary>The cure of one container.</summary>
    /// <param name="drift">What was found.</param>
    /// <param name="wish">The policy for containers that ask a registry although the node has the image.</param>
    public static ContainerCure Choose(PodImageDrift drift, PullPolicy wish)
    {
        // What has ended, and what only runs to its end, is not started again by anybody but its author.
        if (!drift.IsRunning || drift.Controller is { Kind: "Job" or "CronJob" } || drift.ContainerType is ContainerType.EphemeralContainer) return ContainerCure.None(drift.Remedy);

        var load = drift.EngineImageId is null ? null : new ImageLoad(drift.NormalizedImage, ImageSupply.Engine, null, []);
        return drift.Drift switch
        {
            // With Always, the new pod would ask the registry, and might move the node's name to what that has.
            PodImageDriftKind.NodeHasOther => Renewed(drift, null, wish),
            PodImageDriftKind.RegistryAnswered or PodImageDriftKind.EngineHasOther when load is not null => Renewed(drift, load, wish),
            PodImageDriftKind.NodeHasNone when load is not null => new ContainerCure(load, null),
            _ => ContainerCure.None(drift.Remedy),
        };
    }

    private static ContainerCure Renewed(PodImageDrift drift, ImageLoad? load, PullPolicy wish) => drift.EffectivePolicy == PullPolicy.Always
        ? new ContainerCure(load, new ContainerEdit(drift.ContainerType, drift.Container, wish, null))
        : new ContainerCure(load, null) { Restart = true };
}
