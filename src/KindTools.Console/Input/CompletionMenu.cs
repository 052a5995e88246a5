using System.Collections.ObjectModel;
using System.Management.Automation;
using KindTools.Console.Host;

namespace KindTools.Console.Input;

/// <summary>Completions on offer: the one that is in the text now, and the list to show below.</summary>
internal sealed class CompletionMenu
{
    private const int MaximumRows = 10;

    private readonly string _before;
    private readonly string _after;
    private readonly string _typed;
    private readonly Collection<CompletionResult> _matches;
    private int _selected = -1;

    public CompletionMenu(string text, CommandCompletion completion)
    {
        _matches = completion.CompletionMatches;
        _before = text[..completion.ReplacementIndex];
        _typed = text.Substring(completion.ReplacementIndex, completion.ReplacementLength);
        _after = text[(completion.ReplacementIndex + completion.ReplacementLength)..];
    }

    /// <summary>The only one there is, or null.</summary>
    public string? Single => _matches.Count == 1 ? _matches[0].CompletionText : null;

    /// <summary>What all have in common beyond what is typed, or null.</summary>
    public string? Common
    {
        get
        {
            var common = _matches[0].CompletionText;
            foreach (var match in _matches)
            {
                var length = 0;
                var other = match.CompletionText;
                while (length < common.Length && length < other.Length
                    && char.ToUpperInvariant(common[length]) == char.ToUpperInvariant(other[length])) length++;
                common = common[..length];
            }

            // Quotes or wildcards make it another text; only what goes on from what is typed may take its place.
            return common.Length > _typed.Length && common.StartsWith(_typed, StringComparison.OrdinalIgnoreCase) ? common : null;
        }
    }

    /// <summary>Puts a completion where the typed part stands.</summary>
    public void Apply(EditBuffer buffer, string completion) =>
        buffer.Set(_before + completion + _after, _before.Length + completion.Length);

    /// <summary>Puts the next (1) or previous (-1) one into the text.</summary>
    public void Move(EditBuffer buffer, int step)
    {
        _selected = _selected < 0 && step < 0 ? _matches.Count - 1 : (_selected + step + _matches.Count) % _matches.Count;
        Apply(buffer, _matches[_selected].CompletionText);
    }

    /// <summary>As it was typed.</summary>
    public void Cancel(EditBuffer buffer) => Apply(buffer, _typed);

    /// <summary>The list in columns, a window of it around the selected one when it is long, and what there is to know of that one.</summary>
    public IReadOnlyList<string> Lines()
    {
        var screen = Terminal.Width - 1;
        var cell = Math.Min(_matches.Max(match => CellWidth.Of(match.ListItemText)) + 2, screen);
        var columns = Math.Max(1, screen / cell);
        var rows = (_matches.Count + columns - 1) / columns;
        var first = Math.Clamp((Math.Max(_selected, 0) / columns) - MaximumRows + 1, 0, Math.Max(0, rows - MaximumRows));

        var lines = new List<string>();
        for (var row = first; row < Math.Min(rows, first + MaximumRows); row++)
        {
            var items = Enumerable.Range(row * columns, columns).Where(i => i < _matches.Count).Select(i => Item(i, cell));
            lines.Add(string.Concat(items));
        }

        if (rows > MaximumRows) lines.Add($"({_matches.Count} in all)");
        if (ToolTip() is { } toolTip) lines.Add($"\e[2m{Cut(toolTip, screen)}\e[22m");
        return lines;
    }

    // The first line of it, unless it only repeats the text.
    private string? ToolTip()
    {
        if (_selected < 0) return null;

        var match = _matches[_selected];
        var line = match.ToolTip.ReplaceLineEndings("\n").Split('\n')[0].Trim();
        return line.Length == 0 || line == match.ListItemText ? null : line;
    }

    private static string Cut(string text, int width) => CellWidth.Of(text) > width ? text[..Math.Max(1, Math.Min(text.Length, width - 1))] + "…" : text;

    private string Item(int index, int width)
    {
        var text = _matches[index].ListItemText;
        text = Cut(text, width - 1);
        var space = new string(' ', Math.Max(0, width - CellWidth.Of(text)));
        return index == _selected ? $"\e[7m{text}\e[27m{space}" : text + space;
    }
}
