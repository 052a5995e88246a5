using System.Management.Automation;

namespace KindTools.Pipeline;

/// <summary>From what users type as paths to files of the file system. Call on the pipeline thread.</summary>
internal static class PathResolver
{
    /// <summary>Resolves wildcards and PowerShell drives; a path that matches nothing is reported, the others go on.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string[] paths, string[] literalPaths, IActivityLog log)
    {
        var files = literalPaths.Select(cmdlet.GetUnresolvedProviderPathFromPSPath).ToList();
        foreach (var path in paths)
        {
            try
            {
                files.AddRange(cmdlet.GetResolvedProviderPathFromPSPath(path, out _));
            }
            catch (Exception exception) when (exception is SessionStateException)
            {
                log.Error(new KindToolsException("PathNotFound", FailureCategory.ObjectNotFound, exception.Message, path, exception));
            }
        }

        return files;
    }
}
