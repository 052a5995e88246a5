namespace KindTools;

/// <summary>What <c>Repair-PodPullPolicy</c> changes.</summary>
public enum PullPolicyRepairStrategy
{
    /// <summary>The pull policy; the image keeps its name.</summary>
    PullPolicy,

    /// <summary>The tag of the image, so that the policy defaults to <c>IfNotPresent</c>.</summary>
    Tag,
}
