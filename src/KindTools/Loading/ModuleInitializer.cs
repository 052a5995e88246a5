using System.Management.Automation;

namespace KindTools.Loading;

/// <summary>Runs when PowerShell imports the module, before any cmdlet.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => DependencyContext.Register();
}
