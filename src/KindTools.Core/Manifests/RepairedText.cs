namespace KindTools.Core.Manifests;

/// <summary>A text after its repair.</summary>
/// <param name="Text">The text; the same as before when nothing could or had to be mended.</param>
/// <param name="Repairs">What was done for each container that ignored the image on the node.</param>
internal sealed record RepairedText(string Text, IReadOnlyList<PullPolicyRepair> Repairs);
