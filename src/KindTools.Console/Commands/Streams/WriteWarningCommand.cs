using System.Management.Automation;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Write-Warning</c>.</summary>
[Cmdlet(VerbsCommunications.Write, "Warning")]
internal sealed class WriteWarningCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Msg")]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    protected override void ProcessRecord() => WriteWarning(Message);
}
