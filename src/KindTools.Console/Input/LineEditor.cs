namespace KindTools.Console.Input;

/// <summary>
/// A line editor with the keys of a shell. Own code and not RadLine (0.6, looked at): that is a preview that takes no
/// more features, completes by words without the replacement range PowerShell's completion gives, has no search through
/// the history, and brings Spectre.Console into the process whose assemblies must stay out of users' way. PSReadLine is
/// not published as a package.
/// </summary>
internal sealed class LineEditor(Completer completer, History history) : LineReader
{
    private readonly EditBuffer _buffer = new();
    private readonly EditScreen _screen = new();
    private HistoryCursor _walk = new(history);
    private CompletionMenu? _menu;
    private string _prompt = "";

    public override string? Read(string prompt)
    {
        _prompt = prompt;
        _buffer.Set("");
        _walk = new HistoryCursor(history);
        _menu = null;
        _screen.Start();

        System.Console.TreatControlCAsInput = true;
        try
        {
            Draw();
            while (true)
            {
                var key = System.Console.ReadKey(intercept: true);
                switch (Handle(key))
                {
                    case EditResult.Abandon:
                        _screen.Finish(_prompt, _buffer.Text, "^C");
                        return "";
                    case EditResult.EndOfInput:
                        _screen.Finish(_prompt, _buffer.Text);
                        return null;
                    case EditResult.Accept:
                        _screen.Finish(_prompt, _buffer.Text);
                        if (!string.IsNullOrWhiteSpace(_buffer.Text)) history.Add(_buffer.Text);
                        return _buffer.Text;
                }

                // Pasted text is drawn once, at its end.
                if (!System.Console.KeyAvailable) Draw();
            }
        }
        finally
        {
            System.Console.TreatControlCAsInput = false;
        }
    }

    private void Draw() => _screen.Draw(_prompt, _buffer.Text, _buffer.Cursor, _menu?.Lines() ?? []);

    private EditResult Handle(ConsoleKeyInfo key)
    {
        if (_menu != null && HandleInMenu(key)) return EditResult.GoOn;
        _menu = null;

        if (key.Modifiers.HasFlag(ConsoleModifiers.Control) && key.Key is >= ConsoleKey.A and <= ConsoleKey.Z)
            return HandleControl(key);
        if (key.Modifiers.HasFlag(ConsoleModifiers.Alt)) HandleAlt(key);
        else if (key.Key == ConsoleKey.Enter) return Enter(key);
        else HandlePlain(key);
        return EditResult.GoOn;
    }

    private bool HandleInMenu(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Tab:
                _menu!.Move(_buffer, key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1);
                return true;
            case ConsoleKey.RightArrow or ConsoleKey.DownArrow:
                _menu!.Move(_buffer, 1);
                return true;
            case ConsoleKey.LeftArrow or ConsoleKey.UpArrow:
                _menu!.Move(_buffer, -1);
                return true;
            case ConsoleKey.Escape:
                _menu!.Cancel(_buffer);
                _menu = null;
                return true;
            case ConsoleKey.Enter:
                // Takes the completion; another Enter runs the line.
                _menu = null;
                return true;
            default:
                return false;
        }
    }

    private void HandlePlain(ConsoleKeyInfo key)
    {
        var byWord = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Tab: Complete(); break;
            case ConsoleKey.Backspace when byWord: _buffer.KillWord(); break;
            case ConsoleKey.Backspace: _buffer.Backspace(); break;
            case ConsoleKey.Delete: _buffer.Delete(); break;
            case ConsoleKey.LeftArrow when byWord: _buffer.WordLeft(); break;
            case ConsoleKey.RightArrow when byWord: _buffer.WordRight(); break;
            case ConsoleKey.LeftArrow: _buffer.Left(); break;
            case ConsoleKey.RightArrow: _buffer.Right(); break;
            case ConsoleKey.Home: _buffer.Home(); break;
            case ConsoleKey.End: _buffer.End(); break;
            case ConsoleKey.UpArrow: Up(); break;
            case ConsoleKey.DownArrow: Down(); break;
            case ConsoleKey.Escape: _buffer.Set(""); break;
            default:
                if (!char.IsControl(key.KeyChar)) _buffer.Insert(key.KeyChar.ToString());
                break;
        }
    }

    private EditResult HandleControl(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.C: return EditResult.Abandon;
            case ConsoleKey.D when _buffer.IsEmpty: return EditResult.EndOfInput;
            case ConsoleKey.M or ConsoleKey.J: return Enter(key);
            case ConsoleKey.D: _buffer.Delete(); break;
            case ConsoleKey.A: _buffer.Home(); break;
            case ConsoleKey.E: _buffer.End(); break;
            case ConsoleKey.B: _buffer.Left(); break;
            case ConsoleKey.F: _buffer.Right(); break;
            case ConsoleKey.H: _buffer.Backspace(); break;
            case ConsoleKey.I: Complete(); break;
            case ConsoleKey.K: _buffer.KillToEnd(); break;
            case ConsoleKey.U: _buffer.KillToStart(); break;
            case ConsoleKey.W: _buffer.KillBlankWord(); break;
            case ConsoleKey.Y: _buffer.Yank(); break;
            case ConsoleKey.L: _screen.Clear(); break;
            case ConsoleKey.P: Up(); break;
            case ConsoleKey.N: Down(); break;
            case ConsoleKey.R: return Search();
        }

        return EditResult.GoOn;
    }

    private void HandleAlt(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.B: _buffer.WordLeft(); break;
            case ConsoleKey.F: _buffer.WordRight(); break;
            case ConsoleKey.Backspace: _buffer.KillWord(); break;
            case ConsoleKey.Enter: _buffer.Insert("\n"); break;
            default:
                // AltGr arrives as Alt on some terminals: what it types is text.
                if (!char.IsControl(key.KeyChar) && !char.IsAsciiLetterOrDigit(key.KeyChar)) _buffer.Insert(key.KeyChar.ToString());
                break;
        }
    }

    private EditResult Enter(ConsoleKeyInfo key)
    {
        if (!key.Modifiers.HasFlag(ConsoleModifiers.Shift) && !Syntax.IsIncomplete(_buffer.Text)) return EditResult.Accept;

        _buffer.End();
        _buffer.Insert("\n");
        return EditResult.GoOn;
    }

    private void Up()
    {
        if (!_buffer.LineUp() && _walk.Older(_buffer.Text) is { } older) _buffer.Set(older);
    }

    private void Down()
    {
        if (!_buffer.LineDown() && _walk.Newer(_buffer.Text) is { } newer) _buffer.Set(newer);
    }

    private void Complete()
    {
        if (completer.Complete(_buffer.Text, _buffer.Cursor) is not { } completion) return;

        var menu = new CompletionMenu(_buffer.Text, completion);
        if ((menu.Single ?? menu.Common) is { } text) menu.Apply(_buffer, text);
        else
        {
            menu.Move(_buffer, 1);
            _menu = menu;
        }
    }

    /// <summary>Ctrl+R: what is typed is looked for in older commands; Ctrl+R again goes on, Enter runs, Escape leaves.</summary>
    private EditResult Search()
    {
        var (typed, cursor) = (_buffer.Text, _buffer.Cursor);
        var wanted = "";
        var found = history.Entries.Count;
        while (true)
        {
            _screen.Draw(_prompt, _buffer.Text, _buffer.Cursor, [$"search: {wanted}{(found < 0 ? " (none)" : "")}"]);
            var key = System.Console.ReadKey(intercept: true);
            var again = false;
            if (key is { Key: ConsoleKey.R, Modifiers: ConsoleModifiers.Control }) again = true;
            else if (key.Key == ConsoleKey.Backspace) wanted = wanted.Length > 0 ? wanted[..^1] : "";
            else if (key.Key == ConsoleKey.Escape || key is { Key: ConsoleKey.G or ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
            {
                _buffer.Set(typed, cursor);
                return EditResult.GoOn;
            }
            else if (char.IsControl(key.KeyChar) || key.KeyChar == '\0') return Handle(key);
            else wanted += key.KeyChar;

            if (wanted.Length == 0) continue;
            found = _walk.Search(wanted, again && found >= 0 ? found : history.Entries.Count);
            if (found >= 0) _buffer.Set(history.Entries[found]);
        }
    }
}
