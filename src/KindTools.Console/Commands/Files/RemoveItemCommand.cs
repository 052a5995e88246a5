using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Remove-Item</c>.</summary>
[Cmdlet(VerbsCommon.Remove, "Item", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
internal sealed class RemoveItemCommand : PathCommand
{
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void BeginProcessing()
    {
        // The base's default would empty the current folder.
        if (MyInvocation.BoundParameters.Count == 0 && !MyInvocation.ExpectingInput)
            throw new PSArgumentException("Name what is to be removed with -Path or -LiteralPath.");
    }

    // The provider asks (-Confirm, -WhatIf) by itself, and also before a folder that is not empty goes without -Recurse.
    protected override void ProcessRecord() =>
        ForEachPath(path => InvokeProvider.Item.Remove([path], Recurse, Force, IsLiteral));
}
