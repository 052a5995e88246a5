namespace KindTools;

/// <summary>A name as a user gave it, with PowerShell's wildcards or without.</summary>
/// <param name="Text">What was given.</param>
/// <param name="HasWildcards">When true, matching nothing is an empty answer; when false, it is an error.</param>
/// <param name="IsMatch">Whether a name is meant.</param>
public sealed record NamePattern(string Text, bool HasWildcards, Func<string, bool> IsMatch)
{
    /// <summary>One name, whatever characters are in it.</summary>
    public static NamePattern Exactly(string name) => new(name, HasWildcards: false, other => other == name);
}
