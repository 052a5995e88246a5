namespace KindTools.Core.Watching;

/// <summary>For what is no failure while a watch goes on: a cluster may be on its way to be made anew.</summary>
internal sealed class QuietLog(IActivityLog log) : IActivityLog
{
    /// <inheritdoc/>
    public void Verbose(string message) => log.Verbose(message);

    /// <inheritdoc/>
    public void Warning(string message) => log.Verbose(message);

    /// <inheritdoc/>
    public void Error(KindToolsException failure) => log.Verbose(failure.Message);

    /// <inheritdoc/>
    public void Progress(ActivityProgress progress) => log.Progress(progress);
}
