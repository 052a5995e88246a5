namespace KindTools.Core.Manifests;

/// <summary>What a stretch of text between two document markers holds.</summary>
/// <param name="Containers">Its containers, with documents counted from its beginning.</param>
/// <param name="Documents">How many documents it is: more than one only where <c>...</c> parts them.</param>
/// <param name="HasObjects">Whether there is a Kubernetes object in it.</param>
/// <param name="Failure">Why it could not be read to its end, or null.</param>
internal sealed record DocumentContent(IReadOnlyList<PodContainer> Containers, int Documents, bool HasObjects, KindToolsException? Failure);
