namespace KindTools.Core.Manifests;

/// <summary>Findings as failures, for those who want a script to stop at them.</summary>
public static class FindingErrors
{
    /// <summary>The failure that a finding is, or null for a container that is as it should be.</summary>
    public static KindToolsException? For(PullPolicyResult result)
    {
        if (result.Severity == FindingSeverity.Information) return null;

        var message = $"{Place(result)}: {result.Reason}{(result.Remedy is null ? "" : " " + result.Remedy)}";
        return result.Verdict switch
        {
            PullPolicyVerdict.IgnoresNodeImage => new("ImageOnNodeIgnored", FailureCategory.InvalidData, message, result),
            PullPolicyVerdict.Unresolved => new("ImageUnresolved", FailureCategory.InvalidData, message, result),
            PullPolicyVerdict.InvalidImageName => new("ImageNameInvalid", FailureCategory.InvalidData, message, result),
            PullPolicyVerdict.Rejected => new("ObjectRejected", FailureCategory.InvalidData, message, result),
            PullPolicyVerdict.NodeLacksImage => new("ImageNotOnNode", FailureCategory.ObjectNotFound, message, result),
            PullPolicyVerdict.FailsWithoutImage => new("ImageNeverPulled", FailureCategory.ObjectNotFound, message, result),
            _ => new("ImageOnNodeOutdated", FailureCategory.InvalidData, message, result),
        };
    }

    private static string Place(PullPolicyResult result) => result.Context is { } context
        ? $"{result.Kind}/{result.Name} in namespace '{result.Namespace}' of context '{context}'"
        : ManifestErrors.Place(result.File, result.Line, result.Column);
}
