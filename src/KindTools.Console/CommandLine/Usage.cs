namespace KindTools.Console.CommandLine;

/// <summary>The text of <c>-Help</c>.</summary>
internal static class Usage
{
    public const string Text =
        """
        The KindTools console: a small PowerShell host with the module KindTools loaded.

        Usage: dotnet KindTools.Console.dll [-NonInteractive] [-NoExit] [-NoLogo] [-NoProfile]
                   [-WorkingDirectory <folder>] [-Module <path of KindTools.psd1>]
                   [ -Command <text> | -Command - | [-File] <script> [arguments] ]

          -Command <text>    Runs the text: all the rest of the command line. '-' runs standard input.
          -File <script>     Runs a script; what follows is bound to its parameters.
          -NonInteractive    Whatever would ask fails instead.
          -NoExit            Stays at a prompt afterwards.
          -Module <psd1>     Loads this KindTools instead of the one found in the folders above the console.
          -Version, -Help

        Without a command or script: a prompt, or the statements of standard input when it is redirected.
        Names may be cut short as in pwsh (-c, -f, -noni). No profile is ever loaded.

        Exit codes are pwsh's: 0; 1 when a command fails or is stopped; N after 'exit N'; 64 for a bad command line.

        The engine is PowerShell's own. pwsh's modules Microsoft.PowerShell.Utility and .Management are not on board:
        the console brings the most used of their commands in a simple form. 'Get-Command -CommandType Cmdlet' lists
        what there is; for everything else use pwsh, which loads the same module.
        """;
}
