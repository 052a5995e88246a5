using System.Management.Automation;

namespace KindTools.Console.Commands.Files;

/// <summary>Base of commands that take paths of any provider.</summary>
internal abstract class PathCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = ["."];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "LiteralPath")]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath
    {
        get => Path;
        set => Path = value;
    }

    /// <summary>No wildcards.</summary>
    protected bool IsLiteral => ParameterSetName == "LiteralPath";

    /// <summary>Does something for each path; what fails for one is an error, and the next goes on.</summary>
    protected void ForEachPath(Action<string> action)
    {
        foreach (var path in Path)
        {
            try
            {
                action(path);
            }
            catch (Exception failure) when (failure is RuntimeException or IOException or UnauthorizedAccessException or NotSupportedException)
            {
                WriteError(ErrorOf(failure, path));
            }
        }
    }

    /// <summary>Files that a path names; at least one, or an error.</summary>
    protected IEnumerable<string> FilesOf(string path) =>
        IsLiteral
            ? [GetUnresolvedProviderPathFromPSPath(path)]
            : GetResolvedProviderPathFromPSPath(path, out _);

    private static ErrorRecord ErrorOf(Exception failure, string path) =>
        failure is IContainsErrorRecord { ErrorRecord: { } record }
            ? new ErrorRecord(record, failure)
            : new ErrorRecord(
                failure,
                failure.GetType().Name,
                failure is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError,
                path);
}
