using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace KindTools.Looks;

/// <summary>What the views of <c>KindTools.Format.ps1xml</c> share: each cell there is one call.</summary>
public static class Cell
{
    // What PowerShell itself falls back to.
    private const int UnknownWidth = 120;

    // Half a name is of no use to anybody.
    private const int Least = 8;

    private const int ShortDigest = 7;
    private const int ShortId = 13;

    /// <summary>A state, in its colour where colours are shown.</summary>
    /// <param name="word">The state's name.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    /// <param name="host"><c>$Host</c>.</param>
    public static string State(string word, object? style, PSHost? host) => State(word, word, style, host);

    /// <summary>Text in the colour of a state.</summary>
    /// <param name="text">The text.</param>
    /// <param name="word">The state's name.</param>
    /// <param name="style"><c>$PSStyle</c>.</param>
    /// <param name="host"><c>$Host</c>.</param>
    public static string State(string text, string word, object? style, PSHost? host) => new Palette(style, host).Paint(text, Tones.Of(word));

    /// <summary>
    /// A name, shortened in its middle to its share of the window, so that the columns behind it are always seen.
    /// PowerShell would leave out the last columns instead.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="others">What the columns that are not shortened need, with the blanks between all.</param>
    /// <param name="percent">The share of the rest.</param>
    /// <param name="host"><c>$Host</c>.</param>
    public static string Fit(string? name, int others, int percent, PSHost? host)
    {
        if (string.IsNullOrEmpty(name)) return "";

        var room = Math.Max(Least, (Width(host) - others) * percent / 100);
        if (name.Length <= room) return name;

        // The end tells more: the last part of an image's name, its tag, the role of a node.
        var tail = (room - 1) * 2 / 3;
        return string.Concat(name.AsSpan(0, room - 1 - tail), "…", name.AsSpan(name.Length - tail));
    }

    /// <summary>An image by its short name, its digest cut, shortened as <see cref="Fit"/> does.</summary>
    /// <param name="name">The name, or nothing for an image without one.</param>
    /// <param name="others">What the columns that are not shortened need, with the blanks between all.</param>
    /// <param name="percent">The share of the rest.</param>
    /// <param name="host"><c>$Host</c>.</param>
    public static string Image(string? name, int others, int percent, PSHost? host) => Fit(Familiar(name), others, percent, host);

    /// <summary>An image by its short name, its digest cut.</summary>
    /// <param name="name">The name, or nothing for an image without one.</param>
    public static string Familiar(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.StartsWith("sha256:", StringComparison.Ordinal)) return "<none>";

        foreach (var prefix in (ReadOnlySpan<string>)["docker.io/library/", "docker.io/"])
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            name = name[prefix.Length..];
            break;
        }

        var digest = name.IndexOf("@sha256:", StringComparison.Ordinal);
        return digest < 0 ? name : name[..Math.Min(name.Length, digest + "@sha256:".Length + ShortDigest)];
    }

    /// <summary>An id as crictl cuts it: without its algorithm, 13 digits.</summary>
    /// <param name="id">The id, or nothing.</param>
    public static string Id(string? id)
    {
        var digits = id?[(id.IndexOf(':', StringComparison.Ordinal) + 1)..] ?? "";
        return digits[..Math.Min(digits.Length, ShortId)];
    }

    /// <summary>How long ago a moment was, or nothing.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, also one that was serialized.</param>
    public static string Age(object? time) => KindTools.Age.Format(Time(time));

    /// <summary>A moment by the clock on the wall, and how long ago it was.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, also one that was serialized.</param>
    public static string Moment(object? time) => Time(time) is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{known.ToLocalTime():yyyy-MM-dd HH:mm:ss} ({KindTools.Age.Format(known)} ago)")
        : "";

    // What a DateTimeOffset is after its serialization: an object with properties.
    private static DateTimeOffset? Time(object? time) =>
        time is PSObject wrapped ? Time(wrapped.BaseObject is PSCustomObject ? wrapped.Properties["UtcDateTime"]?.Value : wrapped.BaseObject)
        : time is DateTime utc ? new DateTimeOffset(utc.ToUniversalTime())
        : (DateTimeOffset?)time;

    private static int Width(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is > 0 and var width ? width : UnknownWidth;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or NotSupportedException or IOException)
        {
            return UnknownWidth; // A host without a screen.
        }
    }
}
