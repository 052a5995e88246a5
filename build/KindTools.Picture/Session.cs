using System.Diagnostics;

namespace KindTools.Picture;

/// <summary>The console at a pseudo terminal, which script(1) makes.</summary>
internal sealed class Session : IDisposable
{
    private const string Prompt = "PS> ";
    private const int Rows = 500; // Nothing scrolls away.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Screen _screen;

    private Session(string console, int columns)
    {
        _screen = new Screen(columns);
        var start = new ProcessStartInfo("script", ["-qec", $"stty cols {columns} rows {Rows}; exec dotnet '{console}'", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment.Remove("NO_COLOR");
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
    }

    /// <summary>Types the lines, one after the other, each when the one before is done. The prompt after the last is taken away.</summary>
    public static async Task<Screen> RunAsync(string console, IEnumerable<string> lines, int columns)
    {
        using var session = new Session(console, columns);

        await session.WaitAsync("its start", () => session._screen.Text().Contains("PS ", StringComparison.Ordinal)).ConfigureAwait(false);

        // Short, and in a colour by which commands are found in the picture.
        await session.SendAsync("function prompt { \"$($PSStyle.Foreground.BrightBlue)PS>$($PSStyle.Reset) \" }; Clear-Host", isShown: false).ConfigureAwait(false);
        foreach (var line in lines) await session.SendAsync(line).ConfigureAwait(false);
        session._screen.Write("\r\e[J");
        return session._screen;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task SendAsync(string line, bool isShown = true)
    {
        await _process.StandardInput.WriteAsync(line + "\r").ConfigureAwait(false);
        await WaitAsync(line, () => IsAtPrompt(isShown ? line : null)).ConfigureAwait(false);
    }

    private async Task WaitAsync(string what, Func<bool> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new char[4096];
        do
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException($"The session ended at {what}:\n{_screen.Text()}");

            var answer = _screen.Write(new string(buffer, 0, count));
            if (answer.Length > 0) await _process.StandardInput.WriteAsync(answer).ConfigureAwait(false);
        }
        while (!isDone());
    }

    // The cursor behind a prompt that nothing has been typed at, below what has.
    private bool IsAtPrompt(string? typed)
    {
        var rows = _screen.Text().Split('\n');
        return rows[^1] == Prompt.TrimEnd() && _screen.Cursor == (rows.Length, Prompt.Length + 1) && (typed is null || rows.Contains(Prompt + typed));
    }
}
