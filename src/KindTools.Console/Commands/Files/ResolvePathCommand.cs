using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary><c>Resolve-Path</c>.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "Path", DefaultParameterSetName = "Path")]
[OutputType(typeof(PathInfo))]
internal sealed class ResolvePathCommand : PathCommand
{
    protected override void ProcessRecord() => ForEachPath(path =>
        WriteObject(
            SessionState.Path.GetResolvedPSPathFromPSPath(IsLiteral ? WildcardPattern.Escape(path) : path),
            enumerateCollection: true));
}
