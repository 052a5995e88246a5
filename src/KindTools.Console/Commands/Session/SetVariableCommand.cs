using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>Set-Variable</c> in the caller's scope.</summary>
[Cmdlet(VerbsCommon.Set, "Variable")]
internal sealed class SetVariableCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string[] Name { get; set; } = [];

    [Parameter(Position = 1)]
    [AllowNull]
    public object? Value { get; set; }

    [Parameter]
    [ValidateSet("Global", "Local", "Script")]
    public string Scope { get; set; } = "Local";

    protected override void ProcessRecord()
    {
        foreach (var name in Name) SessionState.PSVariable.Set(Scope == "Local" ? name : $"{Scope}:{name}", Value);
    }
}
