namespace KindTools.ModuleTests;

public class ImportTests
{
    [Fact]
    public void The_built_module_exports_what_its_manifest_says()
    {
        using var module = new Module();

        var commands = module.Run("(Get-Module KindTools).ExportedCmdlets.Keys");

        Assert.NotEmpty(commands);
    }
}
