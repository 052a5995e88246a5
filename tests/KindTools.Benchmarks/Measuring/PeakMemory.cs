using System.Globalization;

namespace KindTools.Benchmarks.Measuring;

/// <summary>
/// The most memory that this process held during measured commands, above what it held when this object was made. Linux
/// keeps such a mark, and forgets it on request (proc(5), clear_refs); elsewhere there is no number.
/// </summary>
internal sealed class PeakMemory
{
    private const string ForgetPeak = "5";

    private readonly long _idle;
    private long _peak;

    public PeakMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _idle = Read("VmRSS:");
    }

    public double? Megabytes => _idle == 0 ? null : Math.Max(0, _peak - _idle) / 1024.0;

    public void Begin()
    {
        if (_idle > 0) File.WriteAllText("/proc/self/clear_refs", ForgetPeak);
    }

    public void End() => _peak = Math.Max(_peak, Read("VmHWM:"));

    /// <summary>In kilobytes, or 0 where it is not told.</summary>
    private static long Read(string key) =>
        OperatingSystem.IsLinux()
            ? long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
            : 0;
}
