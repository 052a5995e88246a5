using System.Diagnostics;
using System.Runtime.InteropServices;
using KindTools.Console.Host;

namespace KindTools.Console.Session;

/// <summary>
/// Ctrl+C stops what runs. When that does not help (a command that never looks up), a second one within two seconds
/// after that was said ends the console. A request to terminate stops what runs too, so that it can clean up.
/// </summary>
internal sealed class BreakHandler : IDisposable
{
    private const int Interrupted = 130;

    // Two presses in a row mean one wish; what is still running after this long does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SecondChance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CleanUpTime = TimeSpan.FromSeconds(5);

    private readonly CommandRunner _runner;
    private readonly ConsoleUserInterface _ui;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private long _saidAt;
    private int _waiting;

    public BreakHandler(CommandRunner runner, ConsoleUserInterface ui)
    {
        _runner = runner;
        _ui = ui;
        System.Console.CancelKeyPress += OnCancel;
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnTerminate(context, 143));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnTerminate(context, 129));
    }

    public void Dispose()
    {
        System.Console.CancelKeyPress -= OnCancel;
        _terminate.Dispose();
        _hangUp.Dispose();
    }

    private void OnCancel(object? sender, ConsoleCancelEventArgs cancel)
    {
        cancel.Cancel = true;
        if (_saidAt != 0 && Stopwatch.GetElapsedTime(_saidAt) < SecondChance) Environment.Exit(Interrupted);
        _runner.Stop();
        if (_runner.IsRunning && Interlocked.Exchange(ref _waiting, 1) == 0) _ = TellWhenItDoesNotStopAsync();
    }

    private async Task TellWhenItDoesNotStopAsync()
    {
        for (var waited = TimeSpan.Zero; waited < Patience && _runner.IsRunning; waited += TimeSpan.FromMilliseconds(50))
            await Task.Delay(50);

        if (_runner.IsRunning)
        {
            _ui.WriteWarningLine("The command does not stop. Press Ctrl+C again to leave the console.");
            _saidAt = Stopwatch.GetTimestamp();
        }

        _waiting = 0;
    }

    private void OnTerminate(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        _ = Task.Run(async () =>
        {
            _runner.Stop();
            for (var waited = TimeSpan.Zero; waited < CleanUpTime && _runner.IsRunning; waited += TimeSpan.FromMilliseconds(20))
                await Task.Delay(20);
            Environment.Exit(exitCode);
        });
    }
}
