using System.Management.Automation.Language;

namespace KindTools.Console.Input;

/// <summary>What the parser says about half-typed text.</summary>
internal static class Syntax
{
    /// <summary>Stands before the second and later lines of a command.</summary>
    public const string ContinuationPrompt = ">> ";

    /// <summary>More must come before this can run: an open brace or string, a pipe at the end.</summary>
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return Array.Exists(errors, error => error.IncompleteInput);
    }
}
