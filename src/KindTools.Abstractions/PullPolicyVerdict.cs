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
}
