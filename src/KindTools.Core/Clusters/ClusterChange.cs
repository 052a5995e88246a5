namespace KindTools.Core.Clusters;

/// <summary>One step of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">To which object; null where the kind says so.</param>
internal sealed record ClusterChange<T>(ClusterChangeKind Kind, T? Object);
