namespace KindTools.Testing;

/// <summary>An example of a cmdlet's page.</summary>
/// <param name="Page">The cmdlet.</param>
/// <param name="Number">Which of its examples; the first is 1.</param>
/// <param name="Command">What is typed.</param>
/// <param name="Output">What is shown to be printed, or null where nothing is.</param>
internal sealed record PageExample(string Page, int Number, string Command, string? Output)
{
    /// <summary>How tests name it: <c>Get-KindNode 2</c>.</summary>
    public string Name => $"{Page} {Number}";
}
