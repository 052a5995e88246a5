using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Get-Item</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Item", DefaultParameterSetName = "Path")]
internal sealed class GetItemCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() =>
        ForEachPath(path => WriteObject(InvokeProvider.Item.Get([path], Force, IsLiteral), enumerateCollection: true));
}
