using KindTools.Console.Host;
using KindTools.Console.Session;

namespace KindTools.Console.Input;

/// <summary>How a command gets from the user to the session.</summary>
internal abstract class LineReader
{
    /// <summary>The best reader for what stands at the other end.</summary>
    public static LineReader Create(CommandRunner runner, ConsoleUserInterface ui) =>
        Terminal.CanEdit ? new LineEditor(new Completer(runner.Runspace), History.Load()) : new PlainLineReader(ui);

    /// <returns>A command, maybe of several lines; empty when it was abandoned; null at the end of input.</returns>
    public abstract string? Read(string prompt);
}
