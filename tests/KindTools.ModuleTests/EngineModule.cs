using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace KindTools.ModuleTests;

/// <summary>The module, with the environment pointing to an engine and to the cluster p1.</summary>
internal sealed class EngineModule : IDisposable
{
    private static readonly string[] Variables = ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "KIND_CLUSTER_NAME", "KUBECONFIG"];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly Module _module;

    public EngineModule(string dockerHost, bool import = true, PSHost? host = null)
    {
        foreach (var name in Variables) Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("DOCKER_HOST", dockerHost);
        Environment.SetEnvironmentVariable("KIND_CLUSTER_NAME", "p1");
        Environment.SetEnvironmentVariable("KUBECONFIG", "/nowhere/config");
        _module = new Module(import, host);
    }

    /// <summary>An address that nobody listens on.</summary>
    public static string Nowhere => $"unix://{Path.GetTempPath()}kt-{Guid.NewGuid():N}.sock";

    public PowerShell Shell => _module.Shell;

    public PSDataStreams Streams => _module.Streams;

    public Collection<PSObject> Run(string script, params object[] arguments)
    {
        Prepare(script, arguments);
        return Shell.Invoke();
    }

    /// <summary>Sets the script up, to be started otherwise.</summary>
    public PowerShell Prepare(string script, params object[] arguments)
    {
        Shell.Commands.Clear();
        Shell.Streams.ClearStreams();
        Shell.AddScript(script);
        foreach (var argument in arguments) Shell.AddArgument(argument);
        return Shell;
    }

    public void Dispose()
    {
        _module.Dispose();
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
    }
}
