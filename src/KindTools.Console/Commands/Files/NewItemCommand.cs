using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>New-Item</c>.</summary>
[Cmdlet(VerbsCommon.New, "Item", SupportsShouldProcess = true)]
internal sealed class NewItemCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = ["."];

    [Parameter]
    public string? Name { get; set; }

    [Parameter]
    [Alias("Type")]
    public string? ItemType { get; set; }

    [Parameter(ValueFromPipeline = true)]
    [Alias("Target")]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var target = Name is null ? path : SessionState.Path.Combine(path, Name);
            try
            {
                // The provider asks (-Confirm, -WhatIf) by itself.
                WriteObject(InvokeProvider.Item.New([path], Name, ItemType, Value, Force), enumerateCollection: true);
            }
            catch (RuntimeException failure)
            {
                WriteError(failure.ErrorRecord);
            }
            catch (IOException failure)
            {
                WriteError(new ErrorRecord(failure, "NewItemIOError", ErrorCategory.WriteError, target));
            }
        }
    }
}
