using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace KindTools.Testing;

/// <summary>The built module in a real PowerShell engine, in process.</summary>
internal sealed class Module : IDisposable
{
    public static readonly string Root = typeof(Module).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static readonly string Manifest = Path.Combine(Root, "KindTools.psd1");

    private readonly PowerShell _shell;

    public Module(bool import = true, PSHost? host = null)
    {
        // CreateDefault() needs the full SDK; the core cmdlets are enough here.
        var state = InitialSessionState.CreateDefault2();
        if (import) state.ImportPSModule([Manifest]);
        _shell = PowerShell.Create(host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state));
        _shell.Runspace.Open();
    }

    public PSDataCollection<ErrorRecord> Errors => _shell.Streams.Error;

    public PSDataCollection<WarningRecord> Warnings => _shell.Streams.Warning;

    public PSDataStreams Streams => _shell.Streams;

    public PowerShell Shell => _shell;

    public Collection<PSObject> Run(string script, params object[] input)
    {
        _shell.Commands.Clear();
        _shell.Streams.ClearStreams();
        return _shell.AddScript(script).Invoke(input);
    }

    public void Dispose()
    {
        _shell.Runspace.Dispose();
        _shell.Dispose();
    }
}
