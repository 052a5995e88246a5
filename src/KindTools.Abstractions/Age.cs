using System.Globalization;

namespace KindTools;

/// <summary>How long ago something was, for people, in the two units at most that kubectl would show.</summary>
public static class Age
{
    /// <summary>For example <c>119s</c>, <c>5m30s</c>, <c>7h5m</c>, <c>2d3h</c>; nothing for no time.</summary>
    public static string Format(DateTimeOffset? time) => time is { } known ? Format(DateTimeOffset.UtcNow - known) : "";

    /// <summary>The same for a duration (Kubernetes <c>k8s.io/apimachinery/pkg/util/duration</c>, <c>HumanDuration</c>).</summary>
    public static string Format(TimeSpan age)
    {
        // Clocks of two machines differ by a little.
        var (seconds, minutes, hours, days) = ((long)Math.Max(0, age.TotalSeconds), (long)age.TotalMinutes, (long)age.TotalHours, (long)age.TotalDays);
        return seconds < 120 ? Text(seconds, "s")
            : minutes < 10 ? Text(minutes, "m", seconds % 60, "s")
            : minutes < 180 ? Text(minutes, "m")
            : hours < 8 ? Text(hours, "h", minutes % 60, "m")
            : hours < 48 ? Text(hours, "h")
            : days < 8 ? Text(days, "d", hours % 24, "h")
            : days < 730 ? Text(days, "d")
            : days < 2920 ? Text(days / 365, "y", days % 365, "d")
            : Text(days / 365, "y");
    }

    private static string Text(long count, string unit, long rest = 0, string restUnit = "") =>
        count.ToString(CultureInfo.InvariantCulture) + unit + (rest == 0 ? "" : rest.ToString(CultureInfo.InvariantCulture) + restUnit);
}
