using System.Diagnostics;
using System.Text;
using KindTools.ModuleTests.Console;

namespace KindTools.KubernetesTests;

/// <summary>One console into which many commands are typed, as a user does: each answers for itself.</summary>
internal sealed class TypingConsole : IDisposable
{
    private const string Mark = "--- done: ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public TypingConsole(Action<ProcessStartInfo> configure)
    {
        var start = ConsoleProcess.Start("-NonInteractive", "-NoLogo");
        configure(start);
        _process = Process.Start(start)!;
    }

    /// <summary>Types a command, and gives what it prints until it is done; 0 when it has succeeded.</summary>
    public async Task<ConsoleResult> RunAsync(string command)
    {
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await _process.StandardInput.WriteLineAsync($"{command}\n\"{Mark}$?\"; $ErrorActionPreference = 'Continue'; [System.Console]::Error.WriteLine('{Mark}')".AsMemory(), timeout.Token);
            await _process.StandardInput.FlushAsync(timeout.Token);
            var errors = ReadAsync(_process.StandardError, timeout.Token);
            var (output, succeeded) = await ReadAsync(_process.StandardOutput, timeout.Token);
            return new ConsoleResult(succeeded == "True" ? 0 : 1, output, (await errors).Text);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{command}' does not end.");
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task<(string Text, string Mark)> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal)) return (text.ToString(), line[Mark.Length..]);
            text.AppendLine(line);
        }

        throw new InvalidOperationException("The console has ended: " + text);
    }
}
