using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Get-Location</c>, also known as <c>pwd</c>.</summary>
[Cmdlet(VerbsCommon.Get, "Location")]
[OutputType(typeof(PathInfo))]
internal sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}
