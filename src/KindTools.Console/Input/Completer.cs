using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace KindTools.Console.Input;

/// <summary>Asks the engine how a line could go on, by the session's own <c>TabExpansion2</c>.</summary>
internal sealed class Completer(Runspace runspace)
{
    /// <returns>Null when there is nothing to offer; a completer that fails offers nothing.</returns>
    public CommandCompletion? Complete(string text, int cursor)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        try
        {
            var result = CommandCompletion.CompleteInput(text, cursor, null, shell);
            return result is { CompletionMatches.Count: > 0, ReplacementIndex: >= 0 } ? result : null;
        }
        catch (Exception failure) when (failure is RuntimeException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
