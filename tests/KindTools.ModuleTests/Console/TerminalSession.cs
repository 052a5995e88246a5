using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests.Console;

/// <summary>The console at a terminal: a pseudo terminal made by script(1), which every Debian has.</summary>
internal sealed partial class TerminalSession : IDisposable
{
    public const string Enter = "\r";
    public const string ControlC = "\u0003";
    public const string ControlD = "\u0004";
    public const string Up = "\e[A";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _raw = new();
    private int _seen;

    public TerminalSession(string dataFolder, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "A pseudo terminal needs script(1) of util-linux.");

        var start = ConsoleProcess.Start();
        var console = string.Join(' ', arguments.Prepend(ConsoleProcess.Path).Select(part => $"'{part}'"));
        // What is started in a shell's background inherits that Ctrl+C is ignored; a terminal's first process does not.
        start.FileName = "env";
        start.ArgumentList.Clear();
        foreach (var argument in new[] { "--default-signal=INT", "script", "-qec", $"stty cols 100 rows 30; exec dotnet {console}", "/dev/null" })
            start.ArgumentList.Add(argument);
        start.Environment["XDG_DATA_HOME"] = dataFolder;
        start.Environment["SHELL"] = "/bin/sh";

        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
        _ = Task.Run(ReadAsync);
    }

    /// <summary>Everything the terminal got, escape sequences and all.</summary>
    public string Raw
    {
        get
        {
            lock (_raw) return _raw.ToString();
        }
    }

    public void Send(string keys) => _process.StandardInput.Write(keys);

    /// <summary>Waits for text that has come since the last wait.</summary>
    /// <returns>What came until and with it, without escape sequences.</returns>
    public async Task<string> WaitForAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var raw = Raw;
            var plain = Sequences().Replace(raw[_seen..], "");
            if (plain.Contains(text, StringComparison.Ordinal))
            {
                _seen = raw.Length;
                return plain;
            }

            if (clock.Elapsed > Patience) Assert.Fail($"'{text}' did not come. What came:\n{plain}");
            await Task.Delay(20);
        }
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(new CancellationTokenSource(Patience).Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [GeneratedRegex("\e(\\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Sequences();

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_raw) _raw.Append(buffer, 0, count);
        }
    }
}
