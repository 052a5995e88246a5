using k8s.Models;

namespace KindTools.Core.Diagnosis;

/// <summary>What a pod belongs to.</summary>
/// <param name="Owners">From the nearest to the controller at the top.</param>
/// <param name="Template">The pod template at the top, or null where there is none or it may not be read.</param>
/// <param name="ManagedBy">What manages one of them from outside.</param>
/// <param name="Origin">
/// The template that the pod was made from, which at the top may have been changed since; null where it is not known.
/// </param>
internal sealed record OwnerChain(IReadOnlyList<PodOwner> Owners, V1PodSpec? Template, string? ManagedBy, V1PodSpec? Origin = null)
{
    /// <summary>A pod of its own.</summary>
    public static OwnerChain None { get; } = new([], null, null);
}
