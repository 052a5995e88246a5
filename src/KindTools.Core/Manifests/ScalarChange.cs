namespace KindTools.Core.Manifests;

/// <summary>What an edit changes in a document's events: one scalar's value, or a key and a value more after it.</summary>
/// <param name="End">Where the scalar ends in the text before the edit.</param>
/// <param name="NewValue">The value that it gets, or null when it keeps its own.</param>
/// <param name="Added">The key and the value that come after it, or null.</param>
internal readonly record struct ScalarChange(int End, string? NewValue, (string Key, string Value)? Added);
