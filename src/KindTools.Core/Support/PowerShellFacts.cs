namespace KindTools.Core.Support;

/// <summary>What only PowerShell knows.</summary>
/// <param name="ModuleVersion">The module's version with its prerelease label.</param>
/// <param name="ModulePath">Where it was loaded from.</param>
/// <param name="PowerShell">PowerShell's version and edition.</param>
/// <param name="HostProgram">The hosting program and its version.</param>
public sealed record PowerShellFacts(string ModuleVersion, string ModulePath, string PowerShell, string HostProgram);
