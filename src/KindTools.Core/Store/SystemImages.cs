using System.Text.RegularExpressions;

namespace KindTools.Core.Store;

/// <summary>Tells the images that the cluster itself cannot do without.</summary>
internal static partial class SystemImages
{
    /// <summary>Why an image is one of them, as the end of a sentence; null when it is not.</summary>
    public static string? Reason(KindNodeImage image, NodeUsage usage) =>
        image.Pinned ? "the node's runtime has pinned it"
        : usage.StaticPodImages.Contains(image.Image) ? "a static pod of the node runs it"
        : image.Repository is { } repository && Repositories().IsMatch(repository) ? "the cluster itself runs it"
        : null;

    /// <summary>
    /// What kubeadm installs (kubernetes <c>cmd/kubeadm/app/images/images.go</c>) and what kind adds to it (kind
    /// <c>pkg/build/nodeimage/const_cni.go</c>, <c>const_storage.go</c>).
    /// </summary>
    [GeneratedRegex(@"\A(?:(?:registry\.k8s\.io|k8s\.gcr\.io)/(?:pause|etcd|kube-[a-z0-9-]+|coredns|coredns/coredns)|docker\.io/kindest/[a-z-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Repositories();
}
