namespace KindTools.Core.Watching;

/// <summary>
/// An image that is tagged anew has no name for a moment in some engines, which tell when it has one again: that is no
/// failure of a watch. Everything else is passed on.
/// </summary>
internal sealed class NamelessImageLog(IActivityLog log) : IActivityLog
{
    /// <summary>Images that were not found under their names.</summary>
    public HashSet<string> Nameless { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Verbose(string message) => log.Verbose(message);

    /// <inheritdoc/>
    public void Warning(string message) => log.Warning(message);

    /// <inheritdoc/>
    public void Error(KindToolsException failure)
    {
        if (failure is { ErrorId: "ImageNotFound", Target: string name })
        {
            Nameless.Add(name);
            log.Verbose($"Nothing has the name '{name}' at this moment.");
        }
        else
        {
            log.Error(failure);
        }
    }

    /// <inheritdoc/>
    public void Progress(ActivityProgress progress) => log.Progress(progress);
}
