using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.Picture;

/// <summary>
/// A terminal, as far as the console and pwsh's engine make use of one, that never scrolls: it grows downwards, so that all
/// of a session can be drawn.
/// </summary>
internal sealed partial class Screen(int columns)
{
    private readonly List<(char Sign, Look Look)[]> _rows = [];
    private readonly StringBuilder _pending = new();
    private Look _look;
    private int _row;
    private int _column;

    /// <summary>Where the cursor stands, counted from 1 as terminals answer it.</summary>
    public (int Row, int Column) Cursor => (_row + 1, _column + 1);

    /// <summary>All that was asked of the terminal, and what it must answer.</summary>
    public string Write(string text)
    {
        var answers = new StringBuilder();
        _pending.Append(text);
        var all = _pending.ToString();
        var at = 0;
        while (at < all.Length)
        {
            if (all[at] != '\e')
            {
                Put(all[at++]);
                continue;
            }

            var sequence = Sequence().Match(all, at);
            if (!sequence.Success) break; // Its end has not come yet.

            if (sequence.Groups["end"].Success) Do(sequence.Groups["end"].Value[0], sequence.Groups["numbers"].Value, answers);
            at += sequence.Length;
        }

        _pending.Clear().Append(all, at, all.Length - at);
        return answers.ToString();
    }

    /// <summary>What is on it: rows of runs of one look, without blanks at the ends of rows and without empty rows below.</summary>
    public IReadOnlyList<IReadOnlyList<Run>> Rows()
    {
        var rows = _rows.Select(Runs).ToList();
        while (rows.Count > 0 && rows[^1].Count == 0) rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    /// <summary>The same as text.</summary>
    public string Text() => string.Join('\n', Rows().Select(row => string.Concat(row.Select(run => run.Text))));

    private static IReadOnlyList<Run> Runs((char Sign, Look Look)[] row)
    {
        var length = row.Length;
        while (length > 0 && row[length - 1] is { Sign: ' ', Look.Background: null }) length--;

        var runs = new List<Run>();
        for (var start = 0; start < length;)
        {
            var end = start + 1;
            while (end < length && row[end].Look == row[start].Look) end++;
            runs.Add(new Run(start, string.Concat(row[start..end].Select(cell => cell.Sign)), row[start].Look));
            start = end;
        }

        return runs;
    }

    private void Put(char sign)
    {
        switch (sign)
        {
            case '\r': _column = 0; break;
            case '\n': _row++; break;
            case '\b': _column = Math.Max(0, _column - 1); break;
            case '\a': break;
            default:
                if (_column == columns) (_row, _column) = (_row + 1, 0);
                Row(_row)[_column++] = (sign, _look);
                break;
        }
    }

    private void Do(char what, string parameters, StringBuilder answers)
    {
        if (what == 'm')
        {
            _look = _look.After(parameters.Split(';').Select(number => number.Length == 0 ? 0 : int.Parse(number, CultureInfo.InvariantCulture)));
            return;
        }

        if (parameters.StartsWith('?')) return; // The cursor's own look, and the like.

        var numbers = parameters.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var first = numbers is [var number, ..] ? number : 0;
        switch (what)
        {
            case 'A': _row = Math.Max(0, _row - Math.Max(1, first)); break;
            case 'B': _row += Math.Max(1, first); break;
            case 'C': _column = Math.Min(columns - 1, _column + Math.Max(1, first)); break;
            case 'D': _column = Math.Max(0, _column - Math.Max(1, first)); break;
            case 'G': _column = Math.Clamp(first - 1, 0, columns - 1); break;
            case 'H': (_row, _column) = (Math.Max(0, first - 1), numbers is [_, var column, ..] ? Math.Clamp(column - 1, 0, columns - 1) : 0); break;
            case 'J': Erase(first == 0 ? _row : 0, first == 0 ? _column : 0); break;
            case 'K': Erase(Row(_row), first is 0 ? _column : 0, first is 1 ? _column + 1 : columns); break;
            case 'n' when first == 6: answers.Append(CultureInfo.InvariantCulture, $"\e[{Cursor.Row};{Cursor.Column}R"); break;
            default: break;
        }
    }

    private void Erase(int fromRow, int fromColumn)
    {
        Erase(Row(fromRow), fromColumn, columns);
        for (var row = fromRow + 1; row < _rows.Count; row++) Erase(_rows[row], 0, columns);
    }

    private static void Erase((char, Look)[] row, int from, int to) => Array.Fill(row, (' ', default), from, to - from);

    private (char Sign, Look Look)[] Row(int index)
    {
        while (_rows.Count <= index)
        {
            var row = new (char, Look)[columns];
            Erase(row, 0, columns);
            _rows.Add(row);
        }

        return _rows[index];
    }

    // CSI, OSC, and the short ones that switch modes of the keyboard.
    [GeneratedRegex(@"\G\e(\[(?<numbers>[0-9;?]*)(?<end>[@-~])|\][^\a\e]*(\a|\e\\)|[=>78])")]
    private static partial Regex Sequence();
}
