namespace KindTools;

/// <summary>When the kubelet asks a registry for a container's image (Kubernetes' <c>imagePullPolicy</c>).</summary>
public enum PullPolicy
{
    /// <summary>Only when the node does not have the image.</summary>
    IfNotPresent,

    /// <summary>At every start of the container, whatever the node has.</summary>
    Always,

    /// <summary>Not at all: the node has the image, or the container does not start.</summary>
    Never,
}
