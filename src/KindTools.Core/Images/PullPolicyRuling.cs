namespace KindTools.Core.Images;

/// <summary>What <see cref="PullPolicyRule"/> says about one image.</summary>
public sealed record PullPolicyRuling
{
    /// <summary>The policy that the container gets, or null for one that the API server refuses.</summary>
    public required PullPolicy? Policy { get; init; }

    /// <summary>Why.</summary>
    public required PullPolicyCause Cause { get; init; }

    /// <summary>The image, or null when it is not a valid reference.</summary>
    public required ImageReference? Reference { get; init; }

    /// <summary>Why it is not a valid reference, or null.</summary>
    public required string? InvalidReason { get; init; }
}
