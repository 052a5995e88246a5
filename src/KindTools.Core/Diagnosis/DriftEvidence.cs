using KindTools.Core.Engines;

namespace KindTools.Core.Diagnosis;

/// <summary>What is known of the image of a container that has started.</summary>
/// <param name="Running">What it runs: the image id, or a digest that the node cannot resolve any more.</param>
/// <param name="Named">What the node has under the name now, or null.</param>
/// <param name="WasPulled">Whether the node has pulled that: the CRI plugin gives what it pulls a name by digest too.</param>
/// <param name="Nameless">Images on the node that have lost their name.</param>
/// <param name="Engine">What the engine has under the name, or null.</param>
internal sealed record DriftEvidence(string Running, KindNodeImage? Named, bool WasPulled, IReadOnlyList<KindNodeImage> Nameless, EngineImage? Engine);
