namespace KindTools.Core.Diagnosis;

/// <summary>An event about a pod, as far as it tells of images.</summary>
/// <param name="PodUid">The pod.</param>
/// <param name="FieldPath"><c>spec.containers{main}</c>, or null.</param>
/// <param name="Reason">The kubelet's word, for example <c>Failed</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Count">How often it came.</param>
/// <param name="First">When it first came.</param>
/// <param name="Last">When it last came.</param>
internal sealed record PullEvent(string PodUid, string? FieldPath, string Reason, string Message, int Count, DateTimeOffset? First, DateTimeOffset? Last);
