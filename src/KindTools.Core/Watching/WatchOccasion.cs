using System.Collections.Immutable;
using KindTools.Core.Engines;

namespace KindTools.Core.Watching;

/// <summary>Why to look at what has changed; several events that come together are one occasion.</summary>
/// <param name="AreNodesNew">Whether nodes may lack what they had: one was started, or nobody looked for a while.</param>
/// <param name="Pulled">Names that were pulled.</param>
internal sealed record WatchOccasion(bool AreNodesNew, ImmutableHashSet<string> Pulled)
{
    /// <summary>No occasion yet.</summary>
    public static readonly WatchOccasion None = new(AreNodesNew: false, []);

    /// <summary>With one more event.</summary>
    /// <param name="step">The event.</param>
    /// <param name="isBack">Whether the engine was gone before it.</param>
    public WatchOccasion With(EngineEvent step, bool isBack) => new(
        AreNodesNew || isBack || step.Kind == EngineEventKind.NodeStarted,
        step.Kind == EngineEventKind.ImagePulled ? Pulled.Add(step.Name) : Pulled);
}
