using System.Management.Automation;
using KindTools.Console.Session;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace KindTools.Console.Commands.Formatting;

/// <summary><c>Format-List</c>: parameters and work are the engine's.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>A formatter of lists.</summary>
    public FormatListCommand() => EngineInternals.UseFormatter(this, "List");
}
