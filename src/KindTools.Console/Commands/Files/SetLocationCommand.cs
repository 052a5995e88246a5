using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Set-Location</c>, also known as <c>cd</c>.</summary>
[Cmdlet(VerbsCommon.Set, "Location", DefaultParameterSetName = "Path")]
internal sealed class SetLocationCommand : PSCmdlet
{
    private static string? _previous;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath", "PSPath")]
    public string Path { get; set; } = "~";

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        try
        {
            var target = Path == "-" ? _previous ?? "." : Path;
            _previous = SessionState.Path.CurrentLocation.Path;
            var location = SessionState.Path.SetLocation(target);
            if (PassThru) WriteObject(location);
        }
        catch (RuntimeException failure)
        {
            WriteError(new ErrorRecord(failure.ErrorRecord, failure));
        }
    }
}
