using KindTools.Core.Manifests;

namespace KindTools.Core.Diagnosis;

/// <summary>Whether a container has drifted, and how: a pure function of what is known.</summary>
internal static class DriftClassifier
{
    /// <summary>Null when it has not. Of containers that have ended, only what went wrong while nobody was told is of interest.</summary>
    public static PodImageDriftKind? Classify(DriftEvidence evidence, bool isRunning)
    {
        if (evidence.Named is not { } named) return isRunning ? PodImageDriftKind.NodeHasNone : null;
        if (evidence.Running != named.ImageId && evidence.Running != named.Digest) return isRunning ? PodImageDriftKind.NodeHasOther : null;
        if (!NodeImageJoin.IsOutdated(named, evidence.Engine)) return null;

        // Whether the engine's image, its name gone, still lies on the node, is a matter of who loaded it last: containerd
        // 1.7 keeps an id of its own beside the first name that an image comes with, and not beside a name that is moved.
        if (evidence.WasPulled || evidence.Nameless.Any(image => NodeImageJoin.IsSame(image, evidence.Engine!))) return PodImageDriftKind.RegistryAnswered;
        return isRunning ? PodImageDriftKind.EngineHasOther : null;
    }
}
