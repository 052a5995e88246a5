using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Push-Location</c>.</summary>
[Cmdlet(VerbsCommon.Push, "Location")]
internal sealed class PushLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("LiteralPath", "PSPath")]
    public string? Path { get; set; }

    protected override void ProcessRecord()
    {
        SessionState.Path.PushCurrentLocation("");
        if (Path != null) SessionState.Path.SetLocation(Path);
    }
}
