using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Which failures are wanted.</summary>
/// <param name="Names">Names of pods or of their controllers; empty for all.</param>
/// <param name="Scopes">Where to look, and by which labels.</param>
/// <param name="Expand">One answer a pod, rather than one a controller.</param>
public sealed record PodPullFailureQuery(IReadOnlyList<NamePattern> Names, IReadOnlyList<ListScope> Scopes, bool Expand);
