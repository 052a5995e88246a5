using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace KindTools.ModuleTests;

/// <summary>
/// What another module has loaded before us: other versions of our dependencies, in the default context. Loaded before
/// any test, so that every test here runs beside them.
/// </summary>
internal static class OtherVersions
{
    private static readonly string[] Files =
        typeof(OtherVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "OtherVersions").Value!.Split('|');

    public static IReadOnlyList<Assembly> Loaded { get; private set; } = [];

    [ModuleInitializer]
    internal static void Load() => Loaded = [.. Files.Select(AssemblyLoadContext.Default.LoadFromAssemblyPath)];
}
