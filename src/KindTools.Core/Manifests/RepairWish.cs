namespace KindTools.Core.Manifests;

/// <summary>How containers are to be mended.</summary>
/// <param name="Policy">The pull policy that they get.</param>
/// <param name="Tag">The tag that they get instead, or null.</param>
public sealed record RepairWish(PullPolicy Policy, string? Tag)
{
    /// <summary>What somebody gets who asks for nothing else.</summary>
    /// <remarks>
    /// Not Never, although that too uses the image on the node: since Kubernetes 1.35 the kubelet may refuse it an image
    /// that another pod pulled with a secret (KubeletEnsureSecretPulledImages, kubernetes #138175), and on a node that
    /// lacks the image nothing brings it.
    /// </remarks>
    public static readonly RepairWish Default = new(PullPolicy.IfNotPresent, Tag: null);

    /// <summary>Puts together what a user asked for.</summary>
    /// <param name="policy">The pull policy that containers get; null for IfNotPresent.</param>
    /// <param name="tag">The tag that they get instead, or null.</param>
    /// <param name="strategy">Which of the two; null for what the others say.</param>
    /// <exception cref="KindToolsException">It does not go together.</exception>
    public static RepairWish From(PullPolicy? policy, string? tag, PullPolicyRepairStrategy? strategy)
    {
        if ((strategy ?? (tag is null ? PullPolicyRepairStrategy.PullPolicy : PullPolicyRepairStrategy.Tag)) == PullPolicyRepairStrategy.Tag)
        {
            if (tag is null) throw RepairErrors.TagMissing();
            if (policy is not null) throw RepairErrors.StrategyConflict("-Policy", PullPolicyRepairStrategy.PullPolicy);
            if (!ImageName.IsUsefulTag(tag)) throw RepairErrors.TagNotUseful(tag);
        }
        else if (tag is not null)
        {
            throw RepairErrors.StrategyConflict("-Tag", PullPolicyRepairStrategy.Tag);
        }

        return new RepairWish(policy ?? Default.Policy, tag);
    }
}
