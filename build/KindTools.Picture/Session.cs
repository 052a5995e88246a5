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

        // The first prompt is whatever it is; the one that is waited for cannot stand in a command.
        await session.SendAsync("function prompt { \"$($PSStyle.Foreground.BrightBlue)PS>$($PSStyle.Reset) \" }; Clear-Host").ConfigureAwait(false);
        foreach (var line in lines) await session.SendAsync(line).ConfigureAwait(false);
        session._screen.Write("\r\e[J");
        return session._screen;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\r").ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new char[4096];
        do
        {
            var count = await _process.StandardOutput.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException($"The session ended at '{line}':\n{_screen.Text()}");

            var answer = _screen.Write(new string(buffer, 0, count));
            if (answer.Length > 0) await _process.StandardInput.WriteAsync(answer).ConfigureAwait(false);
        }
        while (!IsAtPrompt(line));
    }

    // Below what was typed, a line with nothing but the prompt.
    private bool IsAtPrompt(string line)
    {
        var rows = _screen.Text().Split('\n');
        return rows[^1] == Prompt.TrimEnd() && _screen.Cursor == (rows.Length, Prompt.Length + 1) && (line.Contains("Clear-Host", StringComparison.Ordinal) || rows.Contains(Prompt + line));
    }
}
