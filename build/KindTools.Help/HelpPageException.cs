namespace KindTools.Help;

/// <summary>A page that Get-Help could not show as it was meant. Ends the build, at the line to mend.</summary>
internal sealed class HelpPageException(int line, string message) : Exception(message)
{
    /// <summary>1 is the first line of the file.</summary>
    public int Line { get; } = line;
}
