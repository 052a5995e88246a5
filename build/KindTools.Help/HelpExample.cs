namespace KindTools.Help;

/// <summary>An example.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Introduction">What is said before the code.</param>
/// <param name="Code">What to type, and what it prints.</param>
/// <param name="Remarks">What is said after the code.</param>
internal sealed record HelpExample(string Title, IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Remarks);
