using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>Finds in a pod what does not run for its image. Nothing of the pod is kept beyond that.</summary>
internal static class PodReader
{
    /// <summary>
    /// The kubelet's words for it: kubernetes <c>pkg/kubelet/images/types.go</c> and
    /// <c>staging/src/k8s.io/cri-api/pkg/errors/errors.go</c>.
    /// </summary>
    private static readonly HashSet<string> ImageReasons =
    [
        "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError", "RegistryUnavailable", "SignatureValidationFailed", "ErrImageNotEnsured",
    ];

    // What runc and the shells of images leave behind when the kernel cannot run the program.
    private static readonly HashSet<int> SuspectCodes = [1, 126, 127, 128, 255];

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    /// <summary>Whether there is a pod to look into: it is not being deleted, and it has what every pod of an API server has.</summary>
    public static bool IsThere(V1Pod? pod) =>
        pod is { Status: not null, Spec: not null, Metadata: { Name: not null, NamespaceProperty: not null, Uid: not null, DeletionTimestamp: null } };

    /// <summary>The containers of a pod that fail; none of a pod that is being deleted.</summary>
    public static IEnumerable<FailingContainer> Find(V1Pod pod)
    {
        if (!IsThere(pod)) return [];

        return
        [
            .. Find(pod, pod.Status.InitContainerStatuses, ContainerType.InitContainer),
            .. Find(pod, pod.Status.ContainerStatuses, ContainerType.Container),
            .. Find(pod, pod.Status.EphemeralContainerStatuses, ContainerType.EphemeralContainer),
        ];
    }

    /// <summary>The controller that an object belongs to, or null.</summary>
    public static PodOwner? Owner(V1ObjectMeta metadata) =>
        metadata.OwnerReferences?.FirstOrDefault(owner => owner?.Controller == true) is { } reference
            ? new PodOwner(reference.ApiVersion, reference.Kind, reference.Name, reference.Uid)
            : null;

    /// <summary>The policy of a template's container, image volumes included; null when it has none of that name.</summary>
    public static PullPolicy? Policy(V1PodSpec? spec, ContainerType type, string container) => ToPolicy(Named(spec, type, container)?.Policy);

    private static IEnumerable<FailingContainer> Find(V1Pod pod, IList<V1ContainerStatus>? statuses, ContainerType type)
    {
        foreach (var status in statuses?.OfType<V1ContainerStatus>() ?? [])
        {
            if (status.Name is null || Failure(status) is not { } failure || Named(pod.Spec, type, status.Name) is not { } container) continue;

            // A volume that cannot be pulled shows in the state of the container that mounts it (kubernetes
            // pkg/kubelet/kuberuntime, toKubeContainerImageVolumes); only the message tells which image is meant.
            var isVolume = !PullMessage.Names(failure.Message, container.Image) && VolumeIn(pod.Spec, failure.Message) is not null;
            var named = isVolume ? VolumeIn(pod.Spec, failure.Message)! : container;
            yield return Describe(pod, isVolume ? ContainerType.ImageVolume : type, named) with
            {
                Reason = failure.Reason,
                Message = failure.Message,
                IsSuspect = failure.IsSuspect,
            };
        }
    }

    private static FailingContainer Describe(V1Pod pod, ContainerType type, NamedImage named)
    {
        var owner = Owner(pod.Metadata);
        return new FailingContainer
        {
            Namespace = pod.Metadata.NamespaceProperty,
            Pod = pod.Metadata.Name,
            PodUid = pod.Metadata.Uid,
            Node = pod.Spec.NodeName,
            Container = named.Name,
            Type = type,
            Image = named.Image,
            Policy = ToPolicy(named.Policy),
            AppliedPolicy = owner is null ? Applied(pod.Metadata, type, named) : null,
            Reason = "",
            Started = ApiTime.Of(pod.Status.StartTime ?? pod.Metadata.CreationTimestamp),
            Owner = owner,
            Revision = pod.Metadata.Labels?.TryGetValue("controller-revision-hash", out var revision) == true ? revision : null,
            ManagedBy = Manager.Of(pod.Metadata)?.Name,
        };
    }

    private static (string Reason, string? Message, bool IsSuspect)? Failure(V1ContainerStatus status)
    {
        if (status.State?.Waiting is { Reason: { } reason } waiting)
        {
            if (ImageReasons.Contains(reason)) return (reason, waiting.Message, false);

            // Most errors of these are no matter of images.
            if (reason is "CreateContainerError" or "RunContainerError")
            {
                return PullMessage.Parse(waiting.Message) is PullMessageKind.ContentMissing or PullMessageKind.ExecFormat ? (reason, waiting.Message, false) : null;
            }

            return reason == "CrashLoopBackOff" ? Ended(reason, status.LastState?.Terminated) : null;
        }

        return status.State?.Terminated is { } ended ? Ended(ended.Reason ?? "Error", ended) : null;
    }

    private static (string Reason, string? Message, bool IsSuspect)? Ended(string reason, V1ContainerStateTerminated? ended)
    {
        if (ended is null || ended.ExitCode == 0) return null;
        if (PullMessage.Parse(ended.Message) == PullMessageKind.ExecFormat) return (reason, ended.Message, false);

        return SuspectCodes.Contains(ended.ExitCode) && ended.FinishedAt - ended.StartedAt < AtOnce ? (reason, ended.Message, true) : null;
    }

    private static NamedImage? Named(V1PodSpec? spec, ContainerType type, string name) => type switch
    {
        ContainerType.InitContainer => Plain(spec?.InitContainers?.FirstOrDefault(container => container?.Name == name)),
        ContainerType.ImageVolume => spec?.Volumes?.FirstOrDefault(volume => volume?.Name == name) is { } volume ? Volume(volume) : null,
        ContainerType.EphemeralContainer =>
            spec?.EphemeralContainers?.FirstOrDefault(container => container?.Name == name) is { } found ? new(found.Name, found.Image ?? "", found.ImagePullPolicy) : null,
        _ => Plain(spec?.Containers?.FirstOrDefault(container => container?.Name == name)),
    };

    private static NamedImage? Plain(V1Container? container) => container is null ? null : new(container.Name, container.Image ?? "", container.ImagePullPolicy);

    private static NamedImage? Volume(V1Volume? volume) =>
        volume is { Name: { } name, Image: { Reference: { } reference } image } ? new(name, reference, image.PullPolicy) : null;

    private static NamedImage? VolumeIn(V1PodSpec spec, string? message) => spec.Volumes?.Select(Volume).FirstOrDefault(volume => volume is not null && IsNamed(message, volume.Image));

    private static bool IsNamed(string? message, string image) =>
        PullMessage.Names(message, image) || (ImageReference.Normalise(image) is { } full && PullMessage.Names(message, full));

    private static PullPolicy? Applied(V1ObjectMeta metadata, ContainerType type, NamedImage live)
    {
        if (metadata.Annotations is null || !metadata.Annotations.TryGetValue("kubectl.kubernetes.io/last-applied-configuration", out var text) || text is null) return null;

        try
        {
            var applied = Named(k8s.KubernetesJson.Deserialize<V1Pod>(text)?.Spec, type, live.Name);
            return applied is null ? null : PullPolicyRule.Apply(applied.Image, applied.Policy).Policy;
        }
        catch (Exception exception) when (ApiJson.IsUnreadable(exception))
        {
            return null; // Somebody else's annotation of that name.
        }
    }

    private static PullPolicy? ToPolicy(string? text) => Enum.TryParse<PullPolicy>(text, out var policy) ? policy : null;

    private sealed record NamedImage(string Name, string Image, string? Policy);
}
