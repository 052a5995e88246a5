using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using KindTools.Console.Progress;

namespace KindTools.Console.Host;

/// <summary>
/// Where text goes. Objects and <c>Write-Host</c> to standard output; errors, warnings, verbose and debug messages to
/// standard error, so that <c>… &gt; file</c> and <c>… | jq</c> get data alone (pwsh sends all but errors to standard
/// output). What is written while progress is shown goes above it.
/// </summary>
internal sealed partial class ConsoleUserInterface : PSHostUserInterface
{
    private readonly Lock _writing = new();
    private readonly ConsoleRawUserInterface _raw = new();
    private readonly bool _nonInteractive;
    private bool _columnUnknown;

    public ConsoleUserInterface(bool nonInteractive)
    {
        _nonInteractive = nonInteractive;
        Progress = new ProgressDisplay(_writing, () => Column);
    }

    /// <summary>What is going on, at the bottom of the screen.</summary>
    public ProgressDisplay Progress { get; }

    /// <summary>Where the cursor stands, as far as our own writing tells; a prompt starts on a fresh line.</summary>
    public int Column { get; private set; }

    /// <summary>What Ctrl+C at a question does besides ending it; set by the session.</summary>
    public Action Interrupt { get; set; } = () => { };

    public override PSHostRawUserInterface RawUI => _raw;

    // Decides whether the engine's views carry colours at all; each stream then strips what its end cannot show.
    public override bool SupportsVirtualTerminal => Terminal.OutputHasColour || Terminal.ErrorHasColour;

    public override void Write(string value) => Output(value, newLine: false);

    public override void WriteLine() => Output("", newLine: true);

    public override void WriteLine(string value) => Output(value, newLine: true);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Output(Coloured(foregroundColor, backgroundColor, value), newLine: false);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Output(Coloured(foregroundColor, backgroundColor, value), newLine: true);

    public override void WriteErrorLine(string value)
    {
        if (!string.IsNullOrEmpty(value)) Message(PSStyle.Instance.Formatting.Error, value);
    }

    public override void WriteWarningLine(string message) =>
        Message(PSStyle.Instance.Formatting.Warning, "WARNING: " + message);

    public override void WriteVerboseLine(string message) =>
        Message(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) =>
        Message(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message);

    // The engine writes what is to be seen of an information record through Write and WriteLine.
    public override void WriteInformation(InformationRecord record)
    {
    }

    public override void WriteProgress(long sourceId, ProgressRecord record) => Progress.Update(sourceId, record);

    /// <summary>A program is about to write to the screen itself.</summary>
    public void LeaveScreen()
    {
        _columnUnknown = true;
        Progress.Suspend();
    }

    /// <summary>To the start of a line, so that the prompt never covers the end of an unfinished one.</summary>
    public void FreshLine()
    {
        if (Column > 0) WriteLine();
        else if (_columnUnknown && Terminal.CanEdit)
        {
            // A line's worth of blanks ends on the next line exactly if this one was begun. Asking the terminal where
            // the cursor stands would eat what is typed ahead.
            System.Console.Out.Write(new string(' ', Terminal.Width - 1) + "\r\e[K");
        }

        _columnUnknown = false;
    }

    /// <summary>Somebody else (the line editor, the echo of Enter) has moved the cursor to a fresh line.</summary>
    public void StartOfLine() => Column = 0;

    private string Coloured(ConsoleColor foreground, ConsoleColor background, string value)
    {
        // The engine fills in the screen's own colours for those that were not asked for.
        var style = "";
        if (foreground != _raw.ForegroundColor) style += PSStyle.MapForegroundColorToEscapeSequence(foreground);
        if (background != _raw.BackgroundColor) style += PSStyle.MapBackgroundColorToEscapeSequence(background);
        return style.Length == 0 ? value : style + value + PSStyle.Instance.Reset;
    }

    private static string Plain(string value) =>
        value.Contains('\e') ? new StringDecorated(value).ToString(OutputRendering.PlainText) : value;

    private void Output(string? value, bool newLine)
    {
        value ??= "";
        if (!Terminal.OutputHasColour || PSStyle.Instance.OutputRendering == OutputRendering.PlainText) value = Plain(value);

        lock (_writing)
        {
            Progress.Clear();
            if (newLine) System.Console.Out.WriteLine(value);
            else System.Console.Out.Write(value);
            Column = newLine ? 0 : ColumnAfter(value);
        }
    }

    private void Message(string style, string value)
    {
        // The engine's error view brings its own colours.
        if (!Terminal.ErrorHasColour || PSStyle.Instance.OutputRendering == OutputRendering.PlainText) value = Plain(value);
        else if (!value.Contains('\e')) value = style + value + PSStyle.Instance.Reset;

        lock (_writing)
        {
            Progress.Clear();
            System.Console.Error.WriteLine(value);
            if (!System.Console.IsErrorRedirected) Column = 0;
        }
    }

    private int ColumnAfter(string value)
    {
        var lineStart = value.LastIndexOf('\n') + 1;
        var cells = CellWidth.Of(value.AsSpan(lineStart));
        return lineStart > 0 ? cells : Column + cells;
    }
}
