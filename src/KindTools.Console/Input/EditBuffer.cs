namespace KindTools.Console.Input;

/// <summary>The text being typed and the place in it. Knows nothing of keys and screens.</summary>
internal sealed class EditBuffer
{
    private string _killed = "";

    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    public bool IsEmpty => Text.Length == 0;

    private int LineStart => Cursor == 0 ? 0 : Text.LastIndexOf('\n', Cursor - 1) + 1;

    private int LineEnd => Text.IndexOf('\n', Cursor) is >= 0 and var end ? end : Text.Length;

    public void Set(string text) => Set(text, text.Length);

    public void Set(string text, int cursor) => (Text, Cursor) = (text, cursor);

    public void Insert(string text) => Set(Text.Insert(Cursor, text), Cursor + text.Length);

    public void Backspace() => Remove(Previous(Cursor), Cursor);

    public void Delete() => Remove(Cursor, Next(Cursor));

    public void Left() => Cursor = Previous(Cursor);

    public void Right() => Cursor = Next(Cursor);

    public void WordLeft() => Cursor = WordStart();

    public void WordRight()
    {
        while (Cursor < Text.Length && !char.IsLetterOrDigit(Text[Cursor])) Cursor++;
        while (Cursor < Text.Length && char.IsLetterOrDigit(Text[Cursor])) Cursor++;
    }

    public void Home() => Cursor = LineStart;

    public void End() => Cursor = LineEnd;

    /// <summary>Up within a text of several lines.</summary>
    /// <returns>False on the first line.</returns>
    public bool LineUp()
    {
        var start = LineStart;
        if (start == 0) return false;

        var column = Cursor - start;
        var previousStart = start < 2 ? 0 : Text.LastIndexOf('\n', start - 2) + 1;
        Cursor = Math.Min(previousStart + column, start - 1);
        return true;
    }

    /// <summary>Down within a text of several lines.</summary>
    /// <returns>False on the last line.</returns>
    public bool LineDown()
    {
        var end = LineEnd;
        if (end == Text.Length) return false;

        var column = Cursor - LineStart;
        Cursor = end + 1;
        Cursor = Math.Min(Cursor + column, LineEnd);
        return true;
    }

    public void KillToEnd() => Kill(Cursor, Cursor == LineEnd ? Next(Cursor) : LineEnd);

    public void KillToStart() => Kill(LineStart, Cursor);

    /// <summary>Back to the last blank, as a shell's Ctrl+W.</summary>
    public void KillBlankWord()
    {
        var start = Cursor;
        while (start > 0 && char.IsWhiteSpace(Text[start - 1])) start--;
        while (start > 0 && !char.IsWhiteSpace(Text[start - 1])) start--;
        Kill(start, Cursor);
    }

    /// <summary>Back to the start of the word, as Alt+Backspace.</summary>
    public void KillWord() => Kill(WordStart(), Cursor);

    public void Yank() => Insert(_killed);

    private int WordStart()
    {
        var start = Cursor;
        while (start > 0 && !char.IsLetterOrDigit(Text[start - 1])) start--;
        while (start > 0 && char.IsLetterOrDigit(Text[start - 1])) start--;
        return start;
    }

    // A sign beyond U+FFFF is two chars and must never be cut in half.
    private int Previous(int at) =>
        at > 1 && char.IsLowSurrogate(Text[at - 1]) && char.IsHighSurrogate(Text[at - 2]) ? at - 2 : Math.Max(0, at - 1);

    private int Next(int at) =>
        at + 1 < Text.Length && char.IsHighSurrogate(Text[at]) && char.IsLowSurrogate(Text[at + 1])
            ? at + 2
            : Math.Min(Text.Length, at + 1);

    private void Kill(int start, int end)
    {
        if (end > start) _killed = Text[start..end];
        Remove(start, end);
    }

    private void Remove(int start, int end) => Set(Text.Remove(start, end - start), start);
}
