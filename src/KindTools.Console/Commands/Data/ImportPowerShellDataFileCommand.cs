using System.Management.Automation;
using System.Management.Automation.Language;
using KindTools.Console.Commands.Files;

namespace KindTools.Console.Commands.Data;

/// <summary><c>Import-PowerShellDataFile</c>: the hashtable of a psd1, read without running anything.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = "Path")]
internal sealed class ImportPowerShellDataFileCommand : PathCommand
{
    protected override void ProcessRecord() => ForEachPath(path =>
    {
        foreach (var file in FilesOf(path))
        {
            var script = Parser.ParseFile(file, out _, out var errors);
            if (errors.Length > 0) throw new ParseException(errors);
            if (script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
                throw new PSInvalidOperationException($"'{file}' does not hold a hashtable.");
            WriteObject(table.SafeGetValue());
        }
    });
}
