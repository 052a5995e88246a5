using System.Management.Automation;
using System.Reflection;

namespace KindTools.Console.CommandLine;

/// <summary>Who this is.</summary>
internal static class Versions
{
    /// <summary>The console's own version.</summary>
    public static string Own { get; } = Of(typeof(Versions));

    /// <summary>PowerShell's.</summary>
    public static string Engine { get; } = Of(typeof(PSObject));

    private static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', ' ')[0] ?? "";
}
