using System.Text;
using KindTools.Console.Host;

namespace KindTools.Console.Input;

/// <summary>
/// Draws prompt, text and what stands below it. Lines are broken here and not by the terminal, whose habits at the last
/// column differ; each drawing is one write, from the first line of the prompt downwards.
/// </summary>
internal sealed class EditScreen
{
    private int _cursorRow;

    /// <summary>Draws on a fresh line.</summary>
    public void Start() => _cursorRow = 0;

    /// <param name="prompt">Before the first line.</param>
    /// <param name="text">What is typed.</param>
    /// <param name="cursor">The place in it.</param>
    /// <param name="below">Lines under the text: a list of completions.</param>
    public void Draw(string prompt, string text, int cursor, IReadOnlyList<string> below)
    {
        var width = Math.Max(Terminal.Width, 10);
        var (rows, cursorRow, cursorColumn) = Layout(prompt, text, cursor, width);

        // The end of the text and the cursor stay visible whatever is below.
        var room = Math.Max(0, Terminal.Height - rows.Count);
        var shown = below.Take(room).ToList();

        var screen = new StringBuilder("\e[?25l");
        GoToTop(screen);
        // Emptied before it is written: after a full row, "to the end" would take its last cell away.
        screen.Append("\e[J").AppendJoin("\r\n", rows.Concat(shown));
        var up = rows.Count + shown.Count - 1 - cursorRow;
        if (up > 0) screen.Append($"\e[{up}A");
        screen.Append('\r');
        if (cursorColumn > 0) screen.Append($"\e[{cursorColumn}C");
        System.Console.Out.Write(screen.Append("\e[?25h").ToString());
        _cursorRow = cursorRow;
    }

    /// <summary>Leaves the text on the screen, takes the rest away, and goes to a fresh line.</summary>
    public void Finish(string prompt, string text, string mark = "")
    {
        Draw(prompt, text, text.Length, []);
        System.Console.Out.Write(mark + "\r\n");
        _cursorRow = 0;
    }

    /// <summary>An empty screen, to be drawn on anew.</summary>
    public void Clear()
    {
        System.Console.Out.Write("\e[H\e[2J\e[3J");
        _cursorRow = 0;
    }

    private static (List<string> Rows, int CursorRow, int CursorColumn) Layout(
        string prompt, string text, int cursor, int width)
    {
        var promptLines = prompt.ReplaceLineEndings("\n").Split('\n');
        var rows = new List<string>(promptLines[..^1]);
        var row = new StringBuilder(promptLines[^1]);
        // A prompt longer than the line is left to the terminal: it wraps by itself.
        var column = CellWidth.Of(promptLines[^1]) % width;
        var cursorAt = (Row: 0, Column: 0);

        void Break(string next)
        {
            rows.Add(row.ToString());
            row.Clear().Append(next);
            column = next.Length;
        }

        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var cells = CellWidth.Of(rune);
            if (rune.Value != '\n' && column + cells > width) Break("");
            if (index == cursor) cursorAt = (rows.Count, column);
            index += rune.Utf16SequenceLength;

            if (rune.Value == '\n')
            {
                Break(Syntax.ContinuationPrompt);
                continue;
            }

            row.Append(cells == 0 && rune.Value < 0xa0 ? "?" : rune.ToString());
            column += cells;
        }

        if (cursor == text.Length)
        {
            if (column >= width) Break("");
            cursorAt = (rows.Count, column);
        }

        rows.Add(row.ToString());
        return (rows, cursorAt.Row, Math.Min(cursorAt.Column, width - 1));
    }

    private void GoToTop(StringBuilder screen)
    {
        if (_cursorRow > 0) screen.Append($"\e[{_cursorRow}A");
        screen.Append('\r');
    }
}
