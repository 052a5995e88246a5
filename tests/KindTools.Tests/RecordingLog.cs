namespace KindTools.Tests;

/// <summary>Keeps what the engine tells.</summary>
internal sealed class RecordingLog : IActivityLog
{
    public List<KindToolsException> Errors { get; } = [];

    public List<string> Messages { get; } = [];

    public void Verbose(string message) => Messages.Add(message);

    public void Warning(string message) => Messages.Add(message);

    public void Error(KindToolsException failure) => Errors.Add(failure);

    public void Progress(ActivityProgress progress)
    {
    }
}
