using System.Management.Automation;
using System.Management.Automation.Host;

namespace KindTools.Looks;

/// <summary>
/// The session's colours, where they are wanted. PowerShell takes escape sequences out of what its own commands redirect,
/// but leaves them to hosts that cannot show them, and in the output of a pwsh that is redirected as a whole.
/// </summary>
/// <param name="style">The variable <c>PSStyle</c>.</param>
/// <param name="host">The variable <c>Host</c>.</param>
internal sealed class Palette(object? style, PSHost? host)
{
    /// <summary>The host shows colours, and neither the user nor a redirection is against them.</summary>
    public bool IsColoured => host?.UI?.SupportsVirtualTerminal == true
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) // https://no-color.org
        && Value(style, "OutputRendering")?.ToString() switch
        {
            "PlainText" => false,
            "Ansi" => true,
            _ => !Console.IsOutputRedirected,
        };

    /// <summary>The text in the colour of a tone, or as it is.</summary>
    public string Paint(string text, Tone tone) =>
        text.Length > 0 && Colour(tone) is { } colour && IsColoured && Value(Value(style, "Foreground"), colour) is string start
            ? start + text + Value(style, "Reset")
            : text;

    private static string? Colour(Tone tone) => tone switch
    {
        Tone.Good => "Green",
        Tone.Care => "Yellow",
        Tone.Bad => "Red",
        _ => null,
    };

    // PSStyle is a type of PowerShell 7.2 and later, which the standard library that we are compiled against does not have.
    private static object? Value(object? target, string property) => target is null ? null : PSObject.AsPSObject(target).Properties[property]?.Value;
}
