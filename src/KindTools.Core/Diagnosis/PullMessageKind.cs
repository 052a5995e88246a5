namespace KindTools.Core.Diagnosis;

/// <summary>What a message of the kubelet, of containerd or of a registry says.</summary>
internal enum PullMessageKind
{
    /// <summary>Nothing about a cause, as <c>Back-off pulling image "app:v1"</c> of older kubelets, or nothing that is known.</summary>
    None,

    /// <summary>The reference cannot be parsed.</summary>
    InvalidName,

    /// <summary>The policy is Never, and the kubelet takes the image for absent.</summary>
    NotPresent,

    /// <summary>The image has nothing for the node's platform.</summary>
    NoPlatform,

    /// <summary>The kernel cannot run the container's program.</summary>
    ExecFormat,

    /// <summary>The node lacks content, or the image, that it should have.</summary>
    ContentMissing,

    /// <summary>The registry has no such image.</summary>
    NotFound,

    /// <summary>The registry wants other credentials.</summary>
    Unauthorized,

    /// <summary>The registry limits pulls.</summary>
    RateLimited,

    /// <summary>The registry answered with an error of its own.</summary>
    ServerError,

    /// <summary>The name of the registry, or of a proxy, does not resolve.</summary>
    NameUnresolved,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>A certificate that is not trusted, or one side without TLS.</summary>
    Tls,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>An error that fits none of the others.</summary>
    Other,
}
