namespace KindTools;

/// <summary>What becomes of the image on the node when a container starts.</summary>
public enum PullPolicyVerdict
{
    /// <summary>The node's image runs; a registry is asked only when the node has none (<c>IfNotPresent</c>).</summary>
    UsesNodeImage,

    /// <summary>The node's image runs, and without it the container fails with ErrImageNeverPull (<c>Never</c>).</summary>
    RequiresNodeImage,

    /// <summary>The kubelet asks the registry, whatever the node has (<c>Always</c>).</summary>
    IgnoresNodeImage,

    /// <summary>The image or the policy is a template that has not been rendered, so nobody can tell yet.</summary>
    Unresolved,

    /// <summary>The image is not a valid reference: the API server takes it, and the kubelet gives InvalidImageName.</summary>
    InvalidImageName,

    /// <summary>The API server refuses the object: no image, no text where text must be, or an unknown policy.</summary>
    Rejected,

    /// <summary>Only with <c>-Cluster</c>: the policy would use the node's image, but a node lacks it and asks the registry.</summary>
    NodeLacksImage,

    /// <summary>Only with <c>-Cluster</c>: the policy is <c>Never</c> and a node lacks the image, so that the container fails there.</summary>
    FailsWithoutImage,

    /// <summary>Only with <c>-Cluster</c>: the node's image runs, but it is not the one that the container engine has.</summary>
    UsesOtherImage,
}
