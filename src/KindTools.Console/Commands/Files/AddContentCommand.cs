using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Add-Content</c>.</summary>
[Cmdlet(VerbsCommon.Add, "Content", SupportsShouldProcess = true)]
internal sealed class AddContentCommand : ContentWriterCommand
{
    protected override FileMode Mode => FileMode.Append;
}
