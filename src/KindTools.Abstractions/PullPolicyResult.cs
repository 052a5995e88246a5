namespace KindTools;

/// <summary>What <c>Test-PodPullPolicy</c> says about one container of one manifest.</summary>
public sealed record PullPolicyResult
{
    /// <summary>The file's full path, or null for text from the pipeline and for objects of a cluster.</summary>
    public string? File { get; init; }

    /// <summary>
    /// The context of the kubeconfig by which the object was read from its cluster; null for manifests. There is no property
    /// <c>Cluster</c> on purpose: manifests would have none, and a property without a value cannot be piped to -Cluster.
    /// </summary>
    public string? Context { get; init; }

    /// <summary>The line of the image's name, or of the container when it has none; the first line is 1. 0 for objects of a cluster.</summary>
    public required int Line { get; init; }

    /// <summary>The column there, in UTF-16 units; the first column is 1. 0 for objects of a cluster.</summary>
    public required int Column { get; init; }

    /// <summary>Which YAML document of the file or text this is; the first is 0.</summary>
    public required int Document { get; init; }

    /// <summary>The object's kind, for example <c>Deployment</c>. For an item of a List, the item's.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's API version, for example <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The object's name (<c>metadata.name</c>, else <c>metadata.generateName</c>), or null.</summary>
    public string? Name { get; init; }

    /// <summary>The same as <see cref="Name"/>, so that an object that is piped binds to -Pod of the cmdlets that look for pods.</summary>
    public string? ObjectName => Name;

    /// <summary>The object's namespace, or null when the manifest leaves it to the context.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the container or image volume, or null when it has none.</summary>
    public string? Container { get; init; }

    /// <summary>Where in the pod the image is named.</summary>
    public required ContainerType ContainerType { get; init; }

    /// <summary>The image as the manifest names it, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The fully qualified reference that the node's runtime is asked for, or null when there is no valid one.</summary>
    public string? NormalizedImage { get; init; }

    /// <summary>The tag; <c>latest</c> also when the image has neither tag nor digest. Null for a digest alone.</summary>
    public string? Tag { get; init; }

    /// <summary>The digest, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>The policy as the manifest has it, or null when it is absent or empty, which is the same to Kubernetes.</summary>
    public string? DeclaredPolicy { get; init; }

    /// <summary>The policy that the API server gives the container, or null when that cannot be told.</summary>
    public PullPolicy? EffectivePolicy { get; init; }

    /// <summary>What becomes of the image on the node.</summary>
    public required PullPolicyVerdict Verdict { get; init; }

    /// <summary>How much that matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>Why, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do about it, or null when there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What the nodes hold of the image; null without <c>-Cluster</c>, and where the image is not known.</summary>
    public NodeImagePresence? Nodes { get; init; }

    /// <summary>
    /// The smallest edit of the text that makes the container use the image on the node, or null when there is nothing
    /// to mend or no edit would be safe. <c>Repair-PodPullPolicy</c> carries it out.
    /// </summary>
    public ManifestEdit? SuggestedEdit { get; init; }
}
