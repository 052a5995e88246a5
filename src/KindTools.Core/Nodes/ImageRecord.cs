namespace KindTools.Core.Nodes;

/// <summary>A row of <c>ctr images ls</c>, or of <c>images.pl</c>.</summary>
/// <param name="Name">The reference, or for the record that the CRI plugin keeps of each image id, <c>sha256:…</c>.</param>
/// <param name="Digest">What it points to.</param>
/// <param name="Platforms">What <c>ctr</c> read from the content; empty when that is absent, or nobody asked.</param>
/// <param name="Labels">Labels as <c>key=value</c>.</param>
internal sealed record ImageRecord(string Name, string Digest, IReadOnlyList<string> Platforms, IReadOnlyList<string> Labels)
{
    /// <summary>True once the CRI plugin, and so the kubelet, has taken note of it (containerd <c>internal/cri/labels</c>).</summary>
    public bool KnownToKubelet => Labels.Contains("io.cri-containerd.image=managed");

    /// <summary>True when the kubelet's garbage collection leaves it alone.</summary>
    public bool Pinned => Labels.Contains("io.cri-containerd.pinned=pinned");

    /// <summary>True for the CRI plugin's record of an image id.</summary>
    public bool IsImageId => Name.StartsWith("sha256:", StringComparison.Ordinal);
}
