namespace KindTools.Core.Manifests;

/// <summary>A stretch of a text in UTF-16 units, a byte order mark not counted.</summary>
internal readonly record struct TextSpan(int Start, int End);
