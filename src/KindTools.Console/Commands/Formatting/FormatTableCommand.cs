using System.Management.Automation;
using KindTools.Console.Session;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace KindTools.Console.Commands.Formatting;

/// <summary><c>Format-Table</c>: parameters and work are the engine's.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>A formatter of tables.</summary>
    public FormatTableCommand() => EngineInternals.UseFormatter(this, "Table");
}
