using KindTools.Core.Images;

namespace KindTools.Core.Manifests;

/// <summary>What is said about a container once it is known what the nodes hold.</summary>
internal static class PresenceReport
{
    public static PullPolicyResult Describe(PullPolicyResult result, ImageReference wanted, NodeImagePresence presence)
    {
        var joined = result with { Nodes = presence };
        var missing = presence.MissingOn.Count > 0;
        var import = $"Bring it to the nodes: Import-KindImage {wanted.Familiar}";
        return result.EffectivePolicy switch
        {
            PullPolicy.Always => joined with { Reason = $"{result.Reason} {Where(presence)}" },
            PullPolicy.Never when missing => joined with
            {
                Verdict = PullPolicyVerdict.FailsWithoutImage,
                Severity = FindingSeverity.Error,
                Reason = $"The policy is Never, and a node without the image fails the container with ErrImageNeverPull. {Where(presence)}{Near(presence)}",
                Remedy = import,
            },
            _ when missing => joined with
            {
                Verdict = PullPolicyVerdict.NodeLacksImage,
                Severity = FindingSeverity.Warning,
                Reason = $"The policy is IfNotPresent, and a node without the image asks the registry for it. {Where(presence)}{Near(presence)}",
                Remedy = import,
            },
            _ when presence.OutdatedOn.Count > 0 => joined with
            {
                Verdict = PullPolicyVerdict.UsesOtherImage,
                Severity = FindingSeverity.Warning,
                Reason = $"The image on {Names(presence.OutdatedOn)} runs, but its content is not what the container engine has under this name.",
                Remedy = import,
            },
            _ => joined,
        };
    }

    private static string Where(NodeImagePresence presence) =>
        presence.MissingOn.Count == 0 ? $"It is on every node asked ({presence.PresentOn.Count})."
        : presence.PresentOn.Count == 0 ? $"It is on none of the nodes asked ({presence.MissingOn.Count})."
        : $"It is on {Names(presence.PresentOn)}, and missing on {Names(presence.MissingOn)}.";

    private static string Near(NodeImagePresence presence) =>
        presence.NearMisses.Count == 0 ? "" : $" Near it on the nodes: {Names(presence.NearMisses)}.";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
