using System.Management.Automation.Runspaces;

namespace KindTools.Console.CommandLine;

/// <summary>What the command line asks for.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>What to do.</summary>
    public required ConsoleMode Mode { get; init; }

    /// <summary>The text of <c>-Command</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>Full path of the script of <c>-File</c>.</summary>
    public string File { get; init; } = "";

    /// <summary>What follows the script: names keep their dash, as the engine's binder expects of a command line.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>Prompts fail instead of asking.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Stay at a prompt after the command or script.</summary>
    public bool NoExit { get; init; }

    /// <summary>No line that says hello.</summary>
    public bool NoLogo { get; init; }

    /// <summary>The session starts there.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The manifest to preload instead of the one found beside the console.</summary>
    public string? ModulePath { get; init; }
}
