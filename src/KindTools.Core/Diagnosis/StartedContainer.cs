namespace KindTools.Core.Diagnosis;

/// <summary>A container that has an image, as a pod's status tells.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Which kind of container it is.</param>
/// <param name="Image">The image as the pod names it.</param>
/// <param name="Policy">The pull policy of the live pod.</param>
/// <param name="ImageDigest">
/// What the runtime called the image: the digest of its configuration for one that was loaded, of its manifest or index
/// for one that was pulled or has a name by digest (the CRI plugin's <c>imageRef</c>).
/// </param>
/// <param name="IsRunning">False when it has ended for good, as far as can be told.</param>
/// <param name="Started">When it started.</param>
internal sealed record StartedContainer(
    string Name, ContainerType Type, string Image, PullPolicy? Policy, string ImageDigest, bool IsRunning, DateTimeOffset? Started);
