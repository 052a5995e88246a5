using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>Invoke-Expression</c>.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Expression")]
internal sealed class InvokeExpressionCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Command { get; set; } = "";

    protected override void ProcessRecord() =>
        WriteObject(
            InvokeCommand.InvokeScript(useLocalScope: false, ScriptBlock.Create(Command), null), enumerateCollection: true);
}
