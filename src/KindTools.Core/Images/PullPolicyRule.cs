namespace KindTools.Core.Images;

/// <summary>
/// The API server's rule for the pull policy of containers and image volumes: <c>SetDefaults_Container</c> and
/// <c>SetDefaults_Volume</c> in kubernetes pkg/apis/core/v1/defaults.go with <c>ParseImageName</c> of
/// pkg/util/parsers, and <c>validatePullPolicy</c> of pkg/apis/core/validation. It is applied once, when the object
/// is created; a tag that changes later does not change the policy.
/// </summary>
public static class PullPolicyRule
{
    /// <summary>Applies the rule.</summary>
    /// <param name="image">The image as the manifest names it.</param>
    /// <param name="declaredPolicy">The declared policy; null and empty are both none.</param>
    public static PullPolicyRuling Apply(string image, string? declaredPolicy)
    {
        _ = ImageReference.TryParse(image, out var reference, out var invalidReason);
        var (policy, cause) = declaredPolicy switch
        {
            null or "" => Default(reference),
            nameof(PullPolicy.IfNotPresent) => (PullPolicy.IfNotPresent, PullPolicyCause.Declared),
            nameof(PullPolicy.Always) => (PullPolicy.Always, PullPolicyCause.Declared),
            nameof(PullPolicy.Never) => (PullPolicy.Never, PullPolicyCause.Declared),
            _ => ((PullPolicy?)null, PullPolicyCause.UnknownPolicy),
        };
        return new PullPolicyRuling { Policy = policy, Cause = cause, Reference = reference, InvalidReason = invalidReason };
    }

    // A tag counts even beside a digest, which alone decides what is pulled: app:latest@sha256:… is Always.
    private static (PullPolicy? Policy, PullPolicyCause Cause) Default(ImageReference? reference) => reference switch
    {
        null => (PullPolicy.IfNotPresent, PullPolicyCause.InvalidReference),
        { Tag: ImageReference.DefaultTag } => (PullPolicy.Always, PullPolicyCause.TagIsLatest),
        { Tag: not null } => (PullPolicy.IfNotPresent, PullPolicyCause.TagIsOther),
        { Digest: not null } => (PullPolicy.IfNotPresent, PullPolicyCause.DigestAlone),
        _ => (PullPolicy.Always, PullPolicyCause.TagIsAbsent),
    };
}
