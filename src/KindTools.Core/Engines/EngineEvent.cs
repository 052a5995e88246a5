namespace KindTools.Core.Engines;

/// <summary>Something that happened in the engine.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">The image or the node, as the engine names it; an image may be named by its id alone.</param>
public sealed record EngineEvent(EngineEventKind Kind, string Name);
