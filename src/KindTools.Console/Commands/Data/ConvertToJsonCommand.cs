using System.Management.Automation;

namespace KindTools.Console.Commands.Data;

/// <summary><c>ConvertTo-Json</c>.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json")]
[OutputType(typeof(string))]
internal sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _items = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    [Parameter]
    [ValidateRange(0, 100)]
    public int Depth { get; set; } = 2;

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter EnumsAsStrings { get; set; }

    [Parameter]
    public SwitchParameter AsArray { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        using var output = new JsonOutput(Depth, Compress, EnumsAsStrings);
        var value = _items.Count == 1 && !AsArray ? _items[0] : _items;
        if (_items.Count == 0) return;

        WriteObject(output.Convert(value));
        if (output.IsCut) WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
    }
}
