using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Pop-Location</c>.</summary>
[Cmdlet(VerbsCommon.Pop, "Location")]
internal sealed class PopLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => SessionState.Path.PopLocation("");
}
