using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace KindTools.Console.Host;

/// <summary>PowerShell's view of this console.</summary>
internal sealed class KindToolsHost : PSHost
{
    private readonly ConsoleUserInterface _ui;

    public KindToolsHost(ConsoleUserInterface ui) => _ui = ui;

    /// <summary>What <c>exit</c> asked for.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Runs a prompt inside a running command, until it is left; set by the session.</summary>
    public Action? NestedPrompt { get; set; }

    /// <summary>The prompt inside a command is to be left.</summary>
    public bool LeavingNestedPrompt { get; set; }

    public override string Name => "KindTools.Console";

    public override Version Version { get; } = typeof(KindToolsHost).Assembly.GetName().Version ?? new Version(0, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => _ui;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt()
    {
        if (NestedPrompt is null) throw new PSNotSupportedException("A nested prompt needs an interactive session.");
        NestedPrompt();
    }

    public override void ExitNestedPrompt() => LeavingNestedPrompt = true;

    // A native command has the screen to itself while it runs.
    public override void NotifyBeginApplication() => _ui.LeaveScreen();

    public override void NotifyEndApplication() => _ui.Progress.Resume();
}
