using System.Diagnostics;
using System.Management.Automation;

namespace KindTools.Console.Commands.Session;

/// <summary><c>Measure-Command</c>.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Command")]
[OutputType(typeof(TimeSpan))]
internal sealed class MeasureCommandCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Expression { get; set; } = null!;

    protected override void ProcessRecord()
    {
        var clock = Stopwatch.StartNew();
        InvokeCommand.InvokeScript(useLocalScope: false, Expression, null);
        WriteObject(clock.Elapsed);
    }
}
