namespace KindTools.Core.Manifests;

/// <summary>What came of a stretch of a file, or of its end.</summary>
/// <param name="Context">The file.</param>
/// <param name="Results">What is said about its containers, with documents counted from its beginning.</param>
/// <param name="Documents">How many documents it is.</param>
/// <param name="HasObjects">Whether there is a Kubernetes object in it.</param>
/// <param name="Bytes">How much of the file has been read for it.</param>
/// <param name="IsEnd">Whether the file ends here, or cannot be read any further.</param>
/// <param name="Failure">What is wrong with it, or null.</param>
internal sealed record JudgedPiece(
    ManifestContext Context, IReadOnlyList<PullPolicyResult> Results, int Documents, bool HasObjects, long Bytes, bool IsEnd, KindToolsException? Failure);
