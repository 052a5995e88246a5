using System.Management.Automation;

namespace KindTools.Console.Commands.Streams;

/// <summary><c>Write-Information</c>.</summary>
[Cmdlet(VerbsCommunications.Write, "Information")]
internal sealed class WriteInformationCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Msg", "Message")]
    [AllowNull]
    public object? MessageData { get; set; }

    [Parameter(Position = 1)]
    public string[] Tags { get; set; } = [];

    protected override void ProcessRecord() => WriteInformation(MessageData, Tags);
}
