using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Copy-Item</c>.</summary>
[Cmdlet(VerbsCommon.Copy, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
internal sealed class CopyItemCommand : PathCommand
{
    [Parameter(Position = 1)]
    public string Destination { get; set; } = ".";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    // The provider asks (-Confirm, -WhatIf) by itself.
    protected override void ProcessRecord() => ForEachPath(path => InvokeProvider.Item.Copy(
        [path], Destination, Recurse, CopyContainers.CopyTargetContainer, Force, IsLiteral));
}
