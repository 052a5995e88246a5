using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Finds in a pod what has started.</summary>
internal static class StartedContainers
{
    /// <summary>
    /// The containers of a pod that run or have ended; none of a pod that is being deleted. One that waits in a crash loop
    /// counts as running: it runs again and again, and a program that has been mended should not wait for its turn.
    /// </summary>
    public static IEnumerable<StartedContainer> In(V1Pod pod)
    {
        if (!PodReader.IsThere(pod)) return [];

        var status = pod.Status;
        return
        [
            .. Of(status.InitContainerStatuses, ContainerType.InitContainer, name => Plain(pod.Spec.InitContainers, name)),
            .. Of(status.ContainerStatuses, ContainerType.Container, name => Plain(pod.Spec.Containers, name)),
            .. Of(
                status.EphemeralContainerStatuses,
                ContainerType.EphemeralContainer,
                name => pod.Spec.EphemeralContainers?.FirstOrDefault(container => container?.Name == name) is { } found ? (found.Image, found.ImagePullPolicy) : null),
        ];
    }

    private static IEnumerable<StartedContainer> Of(IList<V1ContainerStatus>? statuses, ContainerType type, Func<string, (string Image, string Policy)?> named)
    {
        foreach (var status in statuses?.OfType<V1ContainerStatus>() ?? [])
        {
            var isLooping = status.State?.Waiting?.Reason == "CrashLoopBackOff";
            var state = isLooping ? status.LastState : status.State;
            var started = state?.Running?.StartedAt ?? state?.Terminated?.StartedAt;
            if (state?.Running is null && state?.Terminated is null) continue;
            if (status.Name is null || DigestOf(status.ImageID) is not { } digest || named(status.Name) is not { } container) continue;

            yield return new StartedContainer(
                status.Name,
                type,
                container.Image,
                Enum.TryParse<PullPolicy>(container.Policy, out var policy) ? policy : null,
                digest,
                isLooping || state.Running is not null,
                ApiTime.Of(started));
        }
    }

    /// <summary><c>sha256:…</c>, <c>docker.io/library/app@sha256:…</c>, and from older kubelets with <c>docker-pullable://</c> before it.</summary>
    internal static string? DigestOf(string? imageId)
    {
        if (string.IsNullOrEmpty(imageId)) return null;

        var at = imageId.LastIndexOf('@');
        var digest = at >= 0 ? imageId[(at + 1)..] : imageId[(imageId.LastIndexOf('/') + 1)..];
        return digest.Contains(':', StringComparison.Ordinal) ? digest : null;
    }

    private static (string Image, string Policy)? Plain(IList<V1Container>? containers, string name) =>
        containers?.FirstOrDefault(container => container?.Name == name) is { } found ? (found.Image, found.ImagePullPolicy) : null;
}
