using System.Reflection;
using System.Runtime.Loader;

namespace KindTools.Loading;

/// <summary>
/// The context that keeps KindTools' dependencies to itself: <c>KindTools.Core</c> and its packages load here from
/// <c>bin/lib</c>, whatever versions of them PowerShell or other modules have loaded.
/// </summary>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private const string CoreAssembly = "KindTools.Core";
    private static readonly Lazy<DependencyContext> Instance = new(() => new DependencyContext());
    private static int s_isRegistered;

    private readonly AssemblyDependencyResolver _resolver;
    private readonly string _corePath;

    private DependencyContext()
        : base("KindTools")
    {
        _corePath = Path.Combine(Path.GetDirectoryName(typeof(DependencyContext).Assembly.Location)!, "lib", CoreAssembly + ".dll");
        _resolver = new AssemblyDependencyResolver(_corePath);
    }

    /// <summary>
    /// Answers the default context when it looks for the engine. Called for every import and every runspace;
    /// a process needs it once, and leaves it in place, because the assemblies stay loaded too.
    /// </summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref s_isRegistered, 1) == 0) Default.Resolving += (_, name) => name.Name == CoreAssembly ? Instance.Value.LoadCore() : null;
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The types that both sides speak of must be the same types.
        if (assemblyName.Name == typeof(KindToolsException).Assembly.GetName().Name)
            return typeof(KindToolsException).Assembly;

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    private Assembly LoadCore() => LoadFromAssemblyPath(_corePath);
}
