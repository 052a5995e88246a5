using System.Diagnostics;
using System.Reflection;

namespace KindTools.ModuleTests.Console;

/// <summary>The built console as a process of its own, as a user starts it; nothing stands on a terminal.</summary>
internal static class ConsoleProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static readonly string Path = typeof(ConsoleProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ConsolePath").Value!;

    public static Task<ConsoleResult> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    public static async Task<ConsoleResult> RunAsync(string? input, string[] arguments, Action<ProcessStartInfo>? configure = null)
    {
        var start = Start(arguments);
        configure?.Invoke(start);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (input != null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();

        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ConsoleResult(process.ExitCode, await output, await errors);
    }

    public static ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Not the mood of whoever runs the tests.
        start.Environment.Remove("NO_COLOR");
        start.Environment.Remove("COLUMNS");
        start.Environment["TERM"] = "xterm";
        return start;
    }
}
