using System.Management.Automation;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Write-Debug</c>.</summary>
[Cmdlet(VerbsCommunications.Write, "Debug")]
internal sealed class WriteDebugCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Msg")]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteDebug(Message);
}
