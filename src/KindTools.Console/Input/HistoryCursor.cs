namespace KindTools.Console.Input;

/// <summary>A walk through the history from the line being typed, which is kept and found again at its end.</summary>
internal sealed class HistoryCursor(History history)
{
    private int _at = history.Entries.Count;
    private string _typed = "";

    /// <summary>The entry before, that begins as what was typed; null when there is none.</summary>
    public string? Older(string current)
    {
        if (_at == history.Entries.Count) _typed = current;
        for (var i = _at - 1; i >= 0; i--)
        {
            if (!Fits(history.Entries[i]) || history.Entries[i] == current) continue;
            _at = i;
            return history.Entries[i];
        }

        return null;
    }

    /// <summary>The entry after, at last what was typed; null when that is where we are.</summary>
    public string? Newer(string current)
    {
        if (_at == history.Entries.Count) return null;
        for (_at++; _at < history.Entries.Count; _at++)
        {
            if (Fits(history.Entries[_at]) && history.Entries[_at] != current) return history.Entries[_at];
        }

        return _typed;
    }

    /// <summary>The newest entry older than <paramref name="before"/> that contains a text; -1 when there is none.</summary>
    public int Search(string text, int before)
    {
        for (var i = Math.Min(before, history.Entries.Count) - 1; i >= 0; i--)
        {
            if (history.Entries[i].Contains(text, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private bool Fits(string entry) => entry.StartsWith(_typed, StringComparison.OrdinalIgnoreCase);
}
