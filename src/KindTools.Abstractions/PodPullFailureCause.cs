namespace KindTools;

/// <summary>
/// Why a container's image does not come to run. What can be mended on this machine comes before what a registry answered:
/// a registry is asked at all only because of it.
/// </summary>
public enum PodPullFailureCause
{
    /// <summary>None of the others; <see cref="PodPullFailure.Message"/> has what was said.</summary>
    Unknown,

    /// <summary>The node has the image, but the policy is <c>Always</c>, so that the kubelet asks a registry whatever the node has.</summary>
    AlwaysPolicy,

    /// <summary>
    /// The same, but nobody wrote or meant <c>Always</c>: the API server's admission (the plugin AlwaysPullImages, or a
    /// webhook) put it into the pod. Changing the manifest does not help.
    /// </summary>
    AlwaysForced,

    /// <summary>Other nodes of the cluster have the image, the pod's node does not.</summary>
    OnOtherNodes,

    /// <summary>The container engine has the image, no node of the cluster does: it has not been loaded.</summary>
    NotLoaded,

    /// <summary>Nodes of another kind cluster have the image, none of this: it was loaded there.</summary>
    InOtherCluster,

    /// <summary>Nobody has the image, but nodes or engine have one whose name differs by a typing error, or by what stands before its last part.</summary>
    Misspelled,

    /// <summary>Nobody has the image with this tag, but nodes or engine have it with other tags.</summary>
    TagMissing,

    /// <summary>The pod asks for a digest; nodes or engine have the repository with other content.</summary>
    DigestMismatch,

    /// <summary>The policy is <c>Never</c> and the node does not have the image; nothing near it is known (ErrImageNeverPull).</summary>
    NeverAbsent,

    /// <summary>
    /// The policy is <c>Never</c>, the node has the image and the kubelet refuses it all the same, because its records say
    /// that it was pulled with other credentials (Kubernetes 1.35 and later, KEP-2535).
    /// </summary>
    NeverRefused,

    /// <summary>
    /// The node has the image by now, and nothing keeps the kubelet from using it: the container starts at the next try,
    /// which may be five minutes away.
    /// </summary>
    Recovering,

    /// <summary>The image is no valid reference (InvalidImageName).</summary>
    InvalidName,

    /// <summary>The image is for another architecture than the node's, or has no part for it.</summary>
    WrongArchitecture,

    /// <summary>The node has the name, but not all of the content behind it, or has lost the name since (CreateContainerError, ImageInspectError).</summary>
    ContentIncomplete,

    /// <summary>The registry answered that it has no such image (404).</summary>
    RegistryNotFound,

    /// <summary>The registry wants other credentials (401, 403), which many also say of what they do not have.</summary>
    RegistryDenied,

    /// <summary>The registry's machine, or a proxy before it, cannot be reached: no route, or connection refused.</summary>
    RegistryNoRoute,

    /// <summary>The node cannot resolve the registry's name.</summary>
    RegistryNoSuchHost,

    /// <summary>The registry did not answer in time.</summary>
    RegistryTimeout,

    /// <summary>The node does not trust the registry's certificate, or one of the two does not speak TLS.</summary>
    RegistryTls,

    /// <summary>The registry limits how often may be pulled (429).</summary>
    RegistryRateLimit,

    /// <summary>The registry answered with an error of its own (5xx).</summary>
    RegistryError,
}
