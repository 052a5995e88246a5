namespace KindTools.Completion;

/// <summary>Something to complete to.</summary>
/// <param name="Text">The text.</param>
/// <param name="ToolTip">What is worth knowing about it.</param>
internal sealed record Candidate(string Text, string ToolTip);
