using System.Management.Automation;

namespace KindTools.Console.Commands.Objects;

/// <summary><c>Tee-Object</c> into a variable or a file.</summary>
[Cmdlet("Tee", "Object")]
internal sealed class TeeObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _items = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "File")]
    public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "Variable")]
    public string Variable { get; set; } = "";

    [Parameter(ParameterSetName = "File")]
    public SwitchParameter Append { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        _items.Add(InputObject);
        WriteObject(InputObject);
    }

    protected override void EndProcessing()
    {
        if (ParameterSetName == "Variable")
        {
            SessionState.PSVariable.Set(Variable, _items.Count == 1 ? _items[0] : _items.ToArray());
            return;
        }

        ScriptBlock.Create("param($path, $append, $items) $items | Out-File -FilePath $path -Append:$append")
            .Invoke(FilePath, Append, _items);
    }
}
