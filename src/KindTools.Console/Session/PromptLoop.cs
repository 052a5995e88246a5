using KindTools.Console.CommandLine;
using KindTools.Console.Host;
using KindTools.Console.Input;

namespace KindTools.Console.Session;

/// <summary>Prompt, line, command, again; until <c>exit</c> or Ctrl+D.</summary>
internal sealed class PromptLoop(CommandRunner runner, KindToolsHost host, ConsoleUserInterface ui, bool nonInteractive)
{
    private LineReader? _reader;

    public void Welcome() =>
        ui.WriteLine($"KindTools {Versions.Own} on PowerShell {Versions.Engine}. Ctrl+D or 'exit' leaves.");

    /// <returns>The exit code: that of <c>exit</c>, else of the last command.</returns>
    public int Run()
    {
        if (nonInteractive) return 0;

        while (host.ExitCode is null && ReadCommand() is { } command) runner.Run(command);
        return host.ExitCode ?? (runner.LastStatementSucceeded ? 0 : 1);
    }

    /// <summary>A prompt inside a running command; <c>exit</c> goes back to it.</summary>
    public void RunNested()
    {
        host.LeavingNestedPrompt = false;
        // The engine keeps count of its prompts: also Ctrl+D leaves by its 'exit', which comes back to us through the host.
        while (!host.LeavingNestedPrompt && host.ExitCode is null) runner.Run(ReadCommand() ?? "exit");
        host.LeavingNestedPrompt = false;
    }

    /// <summary>A whole command that is not empty; null at the end of input.</summary>
    private string? ReadCommand()
    {
        _reader ??= LineReader.Create(runner, ui);
        while (true)
        {
            ui.FreshLine();
            var text = _reader.Read(string.Concat(runner.Evaluate("prompt")));
            ui.StartOfLine();
            if (text is null) return null;
            if (!string.IsNullOrWhiteSpace(text)) return text;
        }
    }
}
