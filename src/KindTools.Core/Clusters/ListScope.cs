namespace KindTools.Core.Clusters;

/// <summary>Which objects of a kind are meant.</summary>
/// <param name="Namespace">The namespace; null for all.</param>
/// <param name="LabelSelector">In kubectl's words: <c>app=shop,tier!=cache</c>; null for all.</param>
/// <param name="FieldSelector">In kubectl's words: <c>spec.nodeName=worker</c>; null for all.</param>
public sealed record ListScope(string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null);
