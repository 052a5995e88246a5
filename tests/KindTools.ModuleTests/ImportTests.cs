using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace KindTools.ModuleTests;

public class ImportTests
{
    [Fact]
    public void The_built_module_exports_what_its_manifest_says_and_nothing_else()
    {
        using var module = new Module();

        var exported = module.Run("(Get-Module KindTools).ExportedCommands.Keys").Select(name => (string)name.BaseObject);

        Assert.Equal(InManifest("CmdletsToExport").Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
        Assert.Empty(module.Errors);
        Assert.Empty(module.Warnings);
    }

    [Fact]
    public void Every_cmdlet_that_is_built_is_exported()
    {
        using var module = new Module();

        var type = (Type)Assert.Single(module.Run("(Get-Command Get-KindCluster).ImplementingType")).BaseObject;
        var built = type.Assembly.GetTypes()
            .Select(candidate => (CmdletAttribute?)Attribute.GetCustomAttribute(candidate, typeof(CmdletAttribute)))
            .OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}");

        Assert.Equal(InManifest("CmdletsToExport").Order(StringComparer.Ordinal), built.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_module_is_found_without_importing_it_by_hand()
    {
        // Test-ModuleManifest reads the files that the manifest names.
        using var module = new Module(import: false);

        var info = (PSModuleInfo)Assert.Single(module.Run($"Test-ModuleManifest '{Module.Manifest}'")).BaseObject;

        Assert.Equal("KindTools", info.Name);
        Assert.Empty(module.Errors);
    }

    /// <summary>For @( ) around a list it compiles a call site, which is a sixth of what the import takes.</summary>
    [Fact]
    public void PowerShell_reads_the_manifest_without_compiling_anything() =>
        Assert.Empty(ReadManifest().FindAll(ast => ast is ArrayExpressionAst { SubExpression.Statements.Count: > 0 }, searchNestedScriptBlocks: true).Select(ast => ast.Extent.Text));

    private static IEnumerable<string> InManifest(string key)
    {
        var table = (Hashtable)((HashtableAst)ReadManifest().Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)).SafeGetValue();
        return ((IEnumerable)table[key]!).Cast<string>();
    }

    private static ScriptBlockAst ReadManifest()
    {
        var manifest = Parser.ParseFile(Module.Manifest, out _, out var errors);
        Assert.Empty(errors);
        return manifest;
    }
}
