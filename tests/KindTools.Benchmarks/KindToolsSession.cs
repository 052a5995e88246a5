using System.Collections;
using System.Management.Automation;
using BindingFlags = System.Reflection.BindingFlags;
using KindTools.Benchmarks.Measuring;

namespace KindTools.Benchmarks;

/// <summary>A PowerShell session with the module loaded and used once, as a user's is. Errors of a command are thrown.</summary>
internal sealed class KindToolsSession : IDisposable
{
    private readonly Module _module;
    private readonly int _nodeCount;
    private readonly string _engine;
    private Action _forget = () => { };

    public KindToolsSession(Lab lab)
    {
        _module = lab.OpenModule();
        _nodeCount = lab.NodeCount;
        _engine = lab.DockerHost;
        _module.Run("Get-KindNode");
        Memory = new PeakMemory();
    }

    /// <summary>What the commands took more than the idle module.</summary>
    public PeakMemory Memory { get; }

    public IReadOnlyList<PSObject> Run(string script)
    {
        Memory.Begin();
        var results = _module.Run(script);
        Memory.End();
        return _module.Errors.Count == 0 ? results : throw new InvalidOperationException($"{script}: {_module.Errors[0]}");
    }

    /// <summary>Imports to all nodes, each of which must say that it now has the image.</summary>
    public void Import(string name) => Expect("Imported", $"Import-KindImage '{name}'");

    /// <summary>Imports what is there already, which each node must say.</summary>
    public void ImportAgain(string name) => Expect("AlreadyPresent", $"Import-KindImage '{name}'");

    public void ImportArchive(string path) => Expect("Imported", $"Import-KindImage -LiteralPath '{path}'");

    /// <summary>
    /// As after an attempt that nobody answered, until the end of this session: all sessions of a process share what is
    /// known of an engine. There is no switch for it, because users have no use for one.
    /// </summary>
    public void BelieveThatTheEngineCannotPush()
    {
        var transfer = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType("KindTools.Core.Transfer.PushTransfer")).First(type => type is not null)!;
        var routes = (IDictionary)transfer.GetField("Routes", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var route = routes.GetType().GetGenericArguments()[1];
        var engine = new Uri(_engine);
        routes[engine] = Enum.Parse(route, "None");
        _forget = () => routes.Remove(engine);
    }

    public void Dispose()
    {
        _forget();
        _module.Dispose();
    }

    private void Expect(string status, string script)
    {
        var said = Run(script).Select(result => result.Properties["Status"].Value.ToString()).ToList();
        if (said.Count != _nodeCount || said.Exists(one => one != status))
            throw new InvalidOperationException($"{script}: {_nodeCount} nodes should have said {status}, but these said: {string.Join(", ", said)}");
    }
}
