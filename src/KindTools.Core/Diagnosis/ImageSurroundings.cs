using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>What nodes, engine and other clusters hold of one image, seen from one node.</summary>
internal sealed record ImageSurroundings
{
    /// <summary>Nothing could be asked, as in a cluster that is not kind's.</summary>
    public static ImageSurroundings Unknown { get; } = new();

    /// <summary>The image on the pod's node; null also when it could not be asked.</summary>
    public KindNodeImage? OnNode { get; init; }

    /// <summary>
    /// The pod's node has the image's name, but not the manifest or the configuration behind it. containerd's CRI plugin passes
    /// over such a name when it starts (<c>internal/cri/server/images/check.go</c>); layers may be absent, once unpacked.
    /// </summary>
    public bool IsHollow { get; init; }

    /// <summary>What the pod's node runs; null when it could not be asked.</summary>
    public ImagePlatform? NodePlatform { get; init; }

    /// <summary>Which nodes have it; null when none could be asked.</summary>
    public NodeImagePresence? Presence { get; init; }

    /// <summary>Whether the engine has it; null when it could not be asked.</summary>
    public bool? InEngine { get; init; }

    /// <summary>For each other cluster that has it: the cluster, and one of its nodes.</summary>
    public IReadOnlyList<(string Cluster, string Node)> Elsewhere { get; init; } = [];

    /// <summary>The short names of everything that nodes and engine have, but for the cluster's own images.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>The same, of the nodes alone.</summary>
    public IReadOnlyList<string> KnownOnNodes { get; init; } = [];

    /// <summary>For an image that is asked for by digest and absent: what the cluster's nodes hold of its repository.</summary>
    public IReadOnlyList<KindNodeImage> OtherContent { get; init; } = [];

    /// <summary>The kubelet's version on the pod's node, for example <c>v1.36.2</c>; null when unknown.</summary>
    public string? KubeletVersion { get; init; }
}
