using System.Globalization;

namespace KindTools.Console.Host;

/// <summary>What stands at the three ends of the console: a terminal or something else, its width, its colours.</summary>
internal static class Terminal
{
    // What pwsh falls back to when nobody looks at a screen.
    private const int RedirectedWidth = 120;

    /// <summary>Keys can be read one by one and lines drawn over.</summary>
    public static bool CanEdit { get; } =
        !System.Console.IsInputRedirected && !System.Console.IsOutputRedirected && !IsDumb;

    /// <summary>Standard output understands escape sequences.</summary>
    public static bool OutputIsScreen { get; } = !System.Console.IsOutputRedirected && !IsDumb;

    /// <summary>Colours on standard output.</summary>
    public static bool OutputHasColour { get; } = OutputIsScreen && !NoColour;

    /// <summary>Colours on standard error.</summary>
    public static bool ErrorHasColour { get; } = !System.Console.IsErrorRedirected && !IsDumb && !NoColour;

    /// <summary>Columns of the output.</summary>
    public static int Width
    {
        get
        {
            if (!System.Console.IsOutputRedirected && System.Console.BufferWidth is > 0 and var width) return width;

            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out var columns)
                && columns > 0 ? columns : RedirectedWidth;
        }
    }

    /// <summary>Lines of the screen.</summary>
    public static int Height =>
        !System.Console.IsOutputRedirected && System.Console.BufferHeight is > 0 and var height ? height : 50;

    // https://no-color.org: any value but the empty one.
    private static bool NoColour => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    private static bool IsDumb =>
        !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
}
