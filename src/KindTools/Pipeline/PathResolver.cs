using System.Management.Automation;
using KindTools.Core.Clusters;

namespace KindTools.Pipeline;

/// <summary>From what users type as paths to files of the file system. Call on the pipeline thread.</summary>
internal static class PathResolver
{
    /// <summary>Resolves wildcards and PowerShell drives; a path that matches nothing is reported, the others go on.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string[] paths, string[] literalPaths, IActivityLog log)
    {
        var files = new List<string>();
        foreach (var path in literalPaths) Add(path, () => [cmdlet.GetUnresolvedProviderPathFromPSPath(path)]);
        foreach (var path in paths) Add(path, () => cmdlet.GetResolvedProviderPathFromPSPath(path, out _));
        return files;

        void Add(string path, Func<IReadOnlyCollection<string>> resolve)
        {
            try
            {
                var matches = resolve();
                files.AddRange(matches);

                // A wildcard without a match is no failure to PowerShell; whoever typed it meant something.
                if (matches.Count == 0) log.Error(NotFound(path, $"Nothing matches the path '{path}'."));
            }
            catch (SessionStateException exception)
            {
                log.Error(NotFound(path, exception.Message, exception));
            }
        }
    }

    /// <summary>The kubeconfig that the user named, else the one that kubectl would read.</summary>
    public static Kubeconfig Kubeconfig(PSCmdlet cmdlet, string? path) => path is null
        ? Core.Clusters.Kubeconfig.Current
        : Core.Clusters.Kubeconfig.At(cmdlet.GetUnresolvedProviderPathFromPSPath(path));

    private static KindToolsException NotFound(string path, string message, Exception? exception = null) =>
        new("PathNotFound", FailureCategory.ObjectNotFound, message, path, exception);
}
