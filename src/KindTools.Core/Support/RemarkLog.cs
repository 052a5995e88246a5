namespace KindTools.Core.Support;

/// <summary>Keeps warnings and errors as remarks, so that none of them ends the work.</summary>
internal sealed class RemarkLog : IActivityLog
{
    private readonly object _gate = new();
    private readonly List<string> _remarks = [];

    public IReadOnlyList<string> Remarks
    {
        get
        {
            lock (_gate) return [.. _remarks];
        }
    }

    /// <inheritdoc/>
    public void Verbose(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string message)
    {
        lock (_gate) _remarks.Add(message);
    }

    /// <inheritdoc/>
    public void Error(KindToolsException failure) => Warning(failure.Message);

    /// <inheritdoc/>
    public void Progress(ActivityProgress progress)
    {
    }
}
