namespace KindTools.Core.Engines;

/// <summary>How a search for an engine went.</summary>
/// <param name="Engine">The first engine that answered; null when none did.</param>
/// <param name="Attempts">What was tried, in order; after the engine that answered nothing more.</param>
public sealed record EngineSearch(IContainerEngine? Engine, IReadOnlyList<EngineAttempt> Attempts);
