using System.Globalization;
using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>
/// From a failing container, its events and what is known of its image to the cause: a pure function. What nodes and engine
/// hold counts for more than what a registry answered, because messages tell how the way through the registry ended and
/// not why it was taken.
/// </summary>
internal static class PullFailureClassifier
{
    /// <summary>The whole answer; null for a container that turns out to fail for something else.</summary>
    public static PodPullFailure? Classify(
        FailingContainer container, IReadOnlyList<PullEvent> events, OwnerChain owners, ImageSurroundings around, ClusterIdentity cluster)
    {
        var relevant = PullEvents.About(container, events);
        var message = PullEvents.Message(container, relevant);
        var kind = PullMessage.Parse(message);
        _ = ImageReference.TryParse(container.Image, out var reference, out _);
        var wanted = reference?.WithDefaultTag();
        var near = wanted is null ? new NearNames([], [], []) : NearNames.Of(wanted, around.Known);
        var asked = PodReader.Policy(owners.Origin, container.Type, container.Container) ?? container.AppliedPolicy;
        if (Decide(container, wanted, kind, asked, around, near) is not { } cause) return null;

        var diagnosis = new PullDiagnosis(container, cause, wanted, near, owners, asked, around, cluster, kind == PullMessageKind.None ? null : message);
        return new PodPullFailure
        {
            Cluster = cluster.Cluster,
            Context = cluster.Context,
            Namespace = container.Namespace,
            Pod = container.Pod,
            Pods = [container.Pod],
            Container = container.Container,
            ContainerType = container.Type,
            Image = container.Image,
            NormalizedImage = wanted?.ToString(),
            Node = container.Node is null ? [] : [container.Node],
            WaitingReason = container.Reason,
            Cause = cause,
            Summary = PullFailureWords.Summary(diagnosis),
            Reason = PullFailureWords.Reason(diagnosis),
            EffectivePolicy = container.Policy,
            TemplatePolicy = diagnosis.TemplatePolicy,
            Owners = owners.Owners,
            ManagedBy = owners.ManagedBy ?? container.ManagedBy,
            Since = relevant.Select(entry => entry.First).Min() ?? container.Started,
            Tries = PullEvents.Tries(relevant),
            Nodes = around.Presence is { } presence ? presence with { NearMisses = [.. near.All.Where(around.KnownOnNodes.Contains)] } : null,
            InEngine = around.InEngine,
            OtherClusters = [.. around.Elsewhere.Select(elsewhere => elsewhere.Cluster)],
            NearMisses = IsAbsent(around) ? near.All : [],
            Evidence = PullEvidence.Lines(diagnosis, relevant),
            Message = message,
            Remedy = PullRemedy.Sentence(diagnosis),
            RemedyCommand = PullRemedy.Command(diagnosis),
        };
    }

    private static PodPullFailureCause? Decide(
        FailingContainer container, ImageReference? wanted, PullMessageKind kind, PullPolicy? asked, ImageSurroundings around, NearNames near)
    {
        if (container.IsSuspect) return IsForeign(around) ? PodPullFailureCause.WrongArchitecture : null;
        if (wanted is null || container.Reason == "InvalidImageName" || kind == PullMessageKind.InvalidName) return PodPullFailureCause.InvalidName;
        if (kind is PullMessageKind.ExecFormat or PullMessageKind.NoPlatform) return PodPullFailureCause.WrongArchitecture;
        if (container.Reason is "CreateContainerError" or "RunContainerError" or "ImageInspectError") return PodPullFailureCause.ContentIncomplete;

        if (around.IsHollow) return PodPullFailureCause.ContentIncomplete;
        if (around.OnNode is not null) return OnNode(container, asked, around);
        if (around.Presence is { PresentOn.Count: > 0 }) return PodPullFailureCause.OnOtherNodes;
        if (around.Elsewhere.Count > 0) return PodPullFailureCause.InOtherCluster;
        if (around.InEngine == true) return PodPullFailureCause.NotLoaded;
        if (IsOurs(kind) && near.OtherTags.Count > 0) return wanted.Digest is null ? PodPullFailureCause.TagMissing : PodPullFailureCause.DigestMismatch;

        // Many registries do not say that they have no such image to those who have not signed in.
        if ((IsOurs(kind) || kind == PullMessageKind.Unauthorized) && near.Similar.Count > 0) return PodPullFailureCause.Misspelled;
        if (container.Policy == PullPolicy.Never || kind == PullMessageKind.NotPresent) return PodPullFailureCause.NeverAbsent;

        return kind switch
        {
            PullMessageKind.NotFound => PodPullFailureCause.RegistryNotFound,
            PullMessageKind.Unauthorized => PodPullFailureCause.RegistryDenied,
            PullMessageKind.RateLimited => PodPullFailureCause.RegistryRateLimit,
            PullMessageKind.ServerError => PodPullFailureCause.RegistryError,
            PullMessageKind.NameUnresolved => PodPullFailureCause.RegistryNoSuchHost,
            PullMessageKind.Timeout => PodPullFailureCause.RegistryTimeout,
            PullMessageKind.Tls => PodPullFailureCause.RegistryTls,
            PullMessageKind.Unreachable => PodPullFailureCause.RegistryNoRoute,
            _ => PodPullFailureCause.Unknown,
        };
    }

    private static PodPullFailureCause OnNode(FailingContainer container, PullPolicy? asked, ImageSurroundings around) => container.Policy switch
    {
        PullPolicy.Always when asked is { } policy && policy != PullPolicy.Always => PodPullFailureCause.AlwaysForced,
        PullPolicy.Always => PodPullFailureCause.AlwaysPolicy,
        PullPolicy.Never when KeepsPullRecords(around.KubeletVersion) => PodPullFailureCause.NeverRefused,
        _ => PodPullFailureCause.Recovering,
    };

    // Whoever asks a registry that answers so has not signed in, or has to wait: the name is probably right.
    private static bool IsOurs(PullMessageKind kind) =>
        kind is not (PullMessageKind.Unauthorized or PullMessageKind.RateLimited or PullMessageKind.ServerError or PullMessageKind.Tls or PullMessageKind.Timeout);

    private static bool IsForeign(ImageSurroundings around) =>
        around is { NodePlatform: { } node, OnNode.Platform: { } held } && ImagePlatform.TryParse(held) is { } platform && !node.Runs.Contains(platform);

    private static bool IsAbsent(ImageSurroundings around) => around is { OnNode: null, InEngine: not true, Elsewhere.Count: 0, Presence: null or { PresentOn.Count: 0 } };

    /// <summary>
    /// The feature gate KubeletEnsureSecretPulledImages is on since 1.35 (KEP-2535). What it does to Never is told by
    /// kubernetes issue 138175: a node's image is "not present with pull policy of Never".
    /// </summary>
    private static bool KeepsPullRecords(string? version)
    {
        if (version?.TrimStart('v').Split('.') is not [var major, var minor, ..]) return false;

        return int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            && (first > 1 || second >= 35);
    }
}
