namespace KindTools.Tests.Fakes;

/// <summary>Keeps what the engine tells.</summary>
internal sealed class RecordingLog : IActivityLog
{
    private readonly Lock _gate = new();
    private readonly List<string> _verboses = [];
    private readonly List<string> _warnings = [];
    private readonly List<KindToolsException> _errors = [];
    private readonly List<ActivityProgress> _progress = [];

    public IReadOnlyList<string> Verboses => Copy(_verboses);

    public IReadOnlyList<string> Warnings => Copy(_warnings);

    public IReadOnlyList<KindToolsException> Errors => Copy(_errors);

    public IReadOnlyList<ActivityProgress> ProgressReports => Copy(_progress);

    public void Verbose(string message) => Add(_verboses, message);

    public void Warning(string message) => Add(_warnings, message);

    public void Error(KindToolsException failure) => Add(_errors, failure);

    public void Progress(ActivityProgress progress) => Add(_progress, progress);

    private void Add<T>(List<T> list, T item)
    {
        lock (_gate) list.Add(item);
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate) return [.. list];
    }
}
