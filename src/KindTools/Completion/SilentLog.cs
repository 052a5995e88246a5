namespace KindTools.Completion;

/// <summary>Completion has nobody to talk to.</summary>
internal sealed class SilentLog : IActivityLog
{
    public static SilentLog Instance { get; } = new();

    public void Verbose(string message)
    {
    }

    public void Warning(string message)
    {
    }

    public void Error(KindToolsException failure)
    {
    }

    public void Progress(ActivityProgress progress)
    {
    }
}
