using System.Diagnostics;

namespace KindTools.Core.Manifests;

/// <summary>Tells how far reading files has come. Of what is done within a second, nothing is told.</summary>
internal sealed class FilesProgress(IReadOnlyList<string> files, IActivityLog log)
{
    private const int Id = 1;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _done;
    private long? _all;

    /// <summary>A piece of a file is done.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">How much of it that was.</param>
    public void Add(string file, long bytes)
    {
        _done += bytes;
        var elapsed = Stopwatch.GetElapsedTime(_start);
        if (elapsed < Delay) return;

        // Asked only when somebody has to wait anyway.
        var all = _all ??= files.Sum(Length);
        var rate = _done / elapsed.TotalSeconds;
        var left = Math.Max(0, all - _done);
        log.Progress(Saying($"{file} ({ByteSize.Format(_done)} of {ByteSize.Format(all)}, {ByteSize.Format(rate)}/s)") with
        {
            PercentComplete = (int)(100 * _done / Math.Max(1, _done + left)),
            Remaining = rate > 0 ? TimeSpan.FromSeconds(left / rate) : null,
        });
    }

    /// <summary>All files are done.</summary>
    public void Complete()
    {
        if (_all is not null) log.Progress(Saying("Done") with { Completed = true });
    }

    private static ActivityProgress Saying(string status) => new() { Id = Id, Activity = "Testing manifests", Status = status };

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
