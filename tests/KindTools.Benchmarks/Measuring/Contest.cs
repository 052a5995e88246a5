using System.Diagnostics;

namespace KindTools.Benchmarks.Measuring;

/// <summary>Runs contestants in turns, so that whatever else the machine does meets all of them.</summary>
internal static class Contest
{
    private static volatile bool _interrupted;

    public static bool Interrupted => _interrupted;

    public static bool Interrupt() => _interrupted = true;

    /// <summary>The median time of each, in seconds.</summary>
    public static IReadOnlyList<double> Medians(int runs, params IReadOnlyList<Contestant> contestants)
    {
        var times = contestants.Select(_ => new List<double>(runs)).ToList();
        for (var run = 1; run <= runs; run++)
        {
            foreach (var (contestant, own) in contestants.Zip(times))
            {
                ThrowIfInterrupted();
                contestant.Prepare();
                ThrowIfInterrupted();
                var start = Stopwatch.GetTimestamp();
                contestant.Run();
                own.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            Console.Error.WriteLine($"  run {run}: {string.Join(", ", times.Select(own => $"{own[^1]:0.00} s"))}");
        }

        return [.. times.Select(Median)];
    }

    public static double Median(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void ThrowIfInterrupted()
    {
        if (_interrupted) throw new OperationCanceledException("interrupted");
    }
}
