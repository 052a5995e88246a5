namespace KindTools.Benchmarks;

/// <summary>A module with a manifest and nothing else: what PowerShell itself takes to import one.</summary>
internal sealed class EmptyModule : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kindtools-startup-");

    public EmptyModule()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "Empty.psm1"), "");
        File.WriteAllText(Manifest, "@{ RootModule = 'Empty.psm1'; ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }");
    }

    public string Manifest => Path.Combine(_folder.FullName, "Empty.psd1");

    public void Dispose() => _folder.Delete(recursive: true);
}
