using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks.Scenarios;

/// <summary>
/// What importing the module adds to the start of pwsh, beside what a module with nothing in it adds, and what the first
/// command in a process takes longer than the second, which has the dependencies loaded and the engine found.
/// </summary>
internal sealed class StartupScenario(string name, double target, LabWish lab) : Scenario(name, target, lab)
{
    private const int RunsOfEach = 4;
    private const double MostMillisecondsToImport = 60;
    private const double MostMillisecondsToWarmUp = 400;

    // Twice the same, by a stopwatch within: PowerShell's own start does not count.
    private const string Twice =
        """
        foreach ($turn in 1, 2) {
          $watch = [Diagnostics.Stopwatch]::StartNew()
          $null = Get-KindNodeImage -ErrorAction Stop
          $watch.Elapsed.TotalMilliseconds.ToString('F0', [cultureinfo]::InvariantCulture)
        }
        """;

    public override Outcome Run(Lab lab, Options options)
    {
        using var session = new KindToolsSession(lab); // Points what is started at the lab.
        using var empty = new EmptyModule();
        var import = $"Import-Module '{Module.Manifest}'";
        var medians = Contest.Medians(
            options.Runs * RunsOfEach,
            new Contestant(() => { }, () => Start($"{import}; 1")),
            new Contestant(() => { }, () => Start("1")),
            new Contestant(() => { }, () => Start($"Import-Module '{empty.Manifest}'; 1")));
        var (added, least) = ((medians[0] - medians[1]) * 1000, (medians[2] - medians[1]) * 1000);

        var turns = Enumerable.Range(0, options.Runs)
            .Select(_ => Start($"{import}; {Twice}").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray())
            .ToList();
        var (first, second) = (Contest.Median(turns.Select(turn => turn[0])), Contest.Median(turns.Select(turn => turn[1])));
        Console.Error.WriteLine($"  Import-Module adds {added:0} ms, of an empty module {least:0} ms; the first Get-KindNodeImage takes {first:0} ms, the second {second:0} ms");

        if (added > MostMillisecondsToImport) throw new InvalidOperationException($"Importing the module took {added:0} ms, an empty one {least:0} ms; {MostMillisecondsToImport} are allowed.");
        if (first - second > MostMillisecondsToWarmUp) throw new InvalidOperationException($"The first command took {first - second:0} ms longer than the second; {MostMillisecondsToWarmUp} are allowed.");
        return Against("pwsh without it", lab, options, medians, session) with { Runs = options.Runs * RunsOfEach, PeakMegabytes = null };
    }

    private static string Start(string command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]) { RedirectStandardOutput = true })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : throw new InvalidOperationException($"pwsh ended with {process.ExitCode}: {said}");
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("There is no pwsh on this machine.");
        }
    }
}
