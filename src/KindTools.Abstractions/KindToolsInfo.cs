namespace KindTools;

/// <summary>
/// What a maintainer asks first when something does not work, fit to be posted in public: no values of environment variables,
/// no tokens or certificates, no credentials in addresses, no user names in paths. What could not be found out says so
/// in its place or in <see cref="Remarks"/>.
/// </summary>
public sealed record KindToolsInfo
{
    /// <summary>The module's version with its prerelease label, for example <c>0.1.0-preview1</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where the module was loaded from; the user's home folder is <c>~</c>.</summary>
    public required string ModulePath { get; init; }

    /// <summary>PowerShell's version and edition.</summary>
    public required string PowerShell { get; init; }

    /// <summary>The program that hosts PowerShell, with its version.</summary>
    public required string HostProgram { get; init; }

    /// <summary>The .NET runtime, for example <c>.NET 10.0.12</c>.</summary>
    public required string DotNet { get; init; }

    /// <summary>The operating system, as .NET describes it.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The architecture of the process, and that of the machine where it differs.</summary>
    public required string Architecture { get; init; }

    /// <summary>The libraries that the module brings, with their versions.</summary>
    public required IReadOnlyList<string> Dependencies { get; init; }

    /// <summary>Which of the environment variables that KindTools or its libraries look at are set; never their values.</summary>
    public required IReadOnlyList<string> VariablesSet { get; init; }

    /// <summary>The address of the container engine that answered and what named it, or that none did.</summary>
    public required string Engine { get; init; }

    /// <summary>Each address that was tried, what named it and what became of it, in order.</summary>
    public required IReadOnlyList<string> EnginesTried { get; init; }

    /// <summary>The engine's product, version, API version and platform, or why they are not known.</summary>
    public required string EngineVersion { get; init; }

    /// <summary>The engine's image store: <c>classic</c> or <c>containerd</c> with the name of its driver; <c>podman</c>'s own; or why it is not known.</summary>
    public required string ImageStore { get; init; }

    /// <summary>kind's clusters in the engine, each with its nodes and their versions.</summary>
    public required IReadOnlyList<string> Clusters { get; init; }

    /// <summary>The contexts of the user's kubeconfig that are named as kind names them (<c>kind-NAME</c>).</summary>
    public required IReadOnlyList<string> Contexts { get; init; }

    /// <summary>What could not be found out, and why; warnings on the way.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
