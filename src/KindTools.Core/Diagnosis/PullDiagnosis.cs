using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>Everything that is known of one failing container, for the words about it.</summary>
/// <param name="Container">The container.</param>
/// <param name="Cause">Why it fails.</param>
/// <param name="Wanted">Its image, or null when the name is not valid.</param>
/// <param name="Near">Names near it.</param>
/// <param name="Owners">What the pod belongs to.</param>
/// <param name="Asked">The policy that was asked for when the pod was made, as far as that can be read.</param>
/// <param name="Around">What nodes, engine and other clusters hold.</param>
/// <param name="Cluster">Where.</param>
/// <param name="Message">What the runtime says; null when nothing tells more than that it waits.</param>
internal sealed record PullDiagnosis(
    FailingContainer Container,
    PodPullFailureCause Cause,
    ImageReference? Wanted,
    NearNames Near,
    OwnerChain Owners,
    PullPolicy? Asked,
    ImageSurroundings Around,
    ClusterIdentity Cluster,
    string? Message)
{
    /// <summary>The image's short name.</summary>
    public string Image => Wanted?.Familiar ?? Container.Image;

    /// <summary>Who has to be asked for the image.</summary>
    public string Registry => Wanted is { Domain.Length: > 0 } reference ? reference.Domain : "the registry";

    /// <summary>The policy in the template at the top now, which the pod need not have been made from.</summary>
    public PullPolicy? TemplatePolicy => PodReader.Policy(Owners.Template, Container.Type, Container.Container);

    /// <summary>The template has been corrected since the pod was made, and the pod was not replaced.</summary>
    public bool IsOutdated => Cause == PodPullFailureCause.AlwaysPolicy && TemplatePolicy is { } now && now != PullPolicy.Always;

    /// <summary>The policy keeps the kubelet from using the node's image, were it there.</summary>
    public bool IsAlways => Container.Policy == PullPolicy.Always;
}
