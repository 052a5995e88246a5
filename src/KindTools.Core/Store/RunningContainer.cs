namespace KindTools.Core.Store;

/// <summary>A container that runs on a node.</summary>
/// <param name="Id">Its id in containerd.</param>
/// <param name="Image">
/// A name of its image. With several tags the runtime takes one of them, not always the one that the pod names
/// (containerd <c>internal/cri/server/images/image_status.go</c>: the first of the references, which are sorted).
/// </param>
/// <param name="ImageId">The id of the image it was made from; null for a container that the kubelet did not start.</param>
/// <param name="Pod">Namespace and name of its pod, as <c>default/web</c>; null for a container of no pod.</param>
internal sealed record RunningContainer(string Id, string Image, string? ImageId, string? Pod)
{
    /// <summary>What it is, for people.</summary>
    public string Description => Pod is null ? $"container {Id[..Math.Min(Id.Length, 13)]}" : $"pod {Pod}";
}
