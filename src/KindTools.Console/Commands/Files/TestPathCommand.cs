using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Test-Path</c>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool))]
internal sealed class TestPathCommand : PathCommand
{
    [Parameter]
    [Alias("Type")]
    [ValidateSet("Any", "Container", "Leaf")]
    public string PathType { get; set; } = "Any";

    [Parameter]
    public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path) WriteObject(IsValid ? SessionState.Path.IsValid(path) : Exists(path));
    }

    private bool Exists(string path)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(path) || !InvokeProvider.Item.Exists(path, true, IsLiteral)) return false;
            return PathType == "Any" || InvokeProvider.Item.IsContainer(path) == (PathType == "Container");
        }
        catch (RuntimeException)
        {
            // A drive or provider that is not there.
            return false;
        }
    }
}
