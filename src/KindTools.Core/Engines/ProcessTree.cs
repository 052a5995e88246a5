using System.ComponentModel;
using System.Diagnostics;

namespace KindTools.Core.Engines;

/// <summary>Ends programs that were started here.</summary>
internal static class ProcessTree
{
    /// <summary>Ends one, and what it started itself. That some of them have ended meanwhile is no failure.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended.
        }
    }
}
