using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Set-Content</c>.</summary>
[Cmdlet(VerbsCommon.Set, "Content", SupportsShouldProcess = true)]
internal sealed class SetContentCommand : ContentWriterCommand
{
    protected override FileMode Mode => FileMode.Create;
}
