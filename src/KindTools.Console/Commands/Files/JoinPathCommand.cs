using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Join-Path</c>.</summary>
[Cmdlet(VerbsCommon.Join, "Path")]
[OutputType(typeof(string))]
internal sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [AllowNull]
    [AllowEmptyString]
    public string[] ChildPath { get; set; } = [];

    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    public string[] AdditionalChildPath { get; set; } = [];

    [Parameter]
    public SwitchParameter Resolve { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var joined = (ChildPath ?? []).Concat(AdditionalChildPath)
                .Aggregate(path, (parent, child) => SessionState.Path.Combine(parent, child));
            if (!Resolve) WriteObject(joined);
            else WriteObject(SessionState.Path.GetResolvedPSPathFromPSPath(joined).Select(p => p.Path), enumerateCollection: true);
        }
    }
}
