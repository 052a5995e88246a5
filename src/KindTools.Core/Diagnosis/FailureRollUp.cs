namespace KindTools.Core.Diagnosis;

/// <summary>Many pods of one controller that fail for the same cause are one answer.</summary>
internal static class FailureRollUp
{
    /// <summary>One answer a controller, container, image and cause; in the order of the first of each.</summary>
    public static IReadOnlyList<PodPullFailure> Roll(IEnumerable<PodPullFailure> failures) =>
    [
        .. failures.GroupBy(failure => (failure.Context, failure.Namespace, Owner: failure.Controller?.Uid ?? failure.Pod, failure.Container, failure.ContainerType, failure.Image, failure.Cause))
            .Select(group => Merge([.. group.OrderBy(failure => failure.Since ?? DateTimeOffset.MaxValue).ThenBy(failure => failure.Pod, StringComparer.Ordinal)])),
    ];

    private static PodPullFailure Merge(IReadOnlyList<PodPullFailure> group) => group.Count == 1 ? group[0] : group[0] with
    {
        Pods = [.. group.Select(failure => failure.Pod)],
        Node = [.. group.SelectMany(failure => failure.Node).Distinct()],
        Tries = group.Select(failure => failure.Tries).Max(),
    };
}
