namespace KindTools.Core.Engines;

/// <summary>A place where an engine was looked for.</summary>
/// <param name="Endpoint">The place.</param>
/// <param name="Failure">What was wrong with it; null for the engine that answered.</param>
public sealed record EngineAttempt(EngineEndpoint Endpoint, string? Failure);
