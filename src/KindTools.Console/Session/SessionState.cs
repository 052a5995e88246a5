using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace KindTools.Console.Session;

/// <summary>What a session starts with.</summary>
internal static class SessionState
{
    // pwsh's names for commands of ours that the engine does not bring along.
    private static readonly (string Name, string Command)[] Aliases =
    [
        ("cat", "Get-Content"), ("ls", "Get-ChildItem"), ("sort", "Sort-Object"), ("sleep", "Start-Sleep"),
        ("write", "Write-Output"), ("rm", "Remove-Item"), ("mkdir", "New-Item"), ("diff", "Compare-Object"),
    ];

    public static InitialSessionState Create()
    {
        // CreateDefault() wants pwsh's modules beside the engine and throws without them.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;

        foreach (var type in typeof(SessionState).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet) continue;

            var entry = new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, null);
            // Where pwsh has it, so that Microsoft.PowerShell.Utility\Write-Output finds it here too.
            var isOfFiles = type.Namespace!.EndsWith(".Files", StringComparison.Ordinal);
            EngineInternals.SetModuleName(entry, isOfFiles ? "Microsoft.PowerShell.Management" : "Microsoft.PowerShell.Utility");
            state.Commands.Add(entry);
        }

        foreach (var (name, command) in Aliases)
        {
            // The system's own cat, ls, sort and rm come first on Unix, as in pwsh.
            if (OperatingSystem.IsWindows() || name is "write") state.Commands.Add(new SessionStateAliasEntry(name, command));
        }

        return state;
    }
}
