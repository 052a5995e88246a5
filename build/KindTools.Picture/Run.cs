namespace KindTools.Picture;

/// <summary>Text of one look.</summary>
/// <param name="Column">Where it begins; the first column is 0.</param>
/// <param name="Text">The text.</param>
/// <param name="Look">How it is drawn.</param>
internal sealed record Run(int Column, string Text, Look Look);
