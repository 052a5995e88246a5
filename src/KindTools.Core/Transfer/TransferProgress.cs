using System.Diagnostics;

namespace KindTools.Core.Transfer;

/// <summary>Tells how much of a source has been read, how fast, and how long it will take.</summary>
internal sealed class TransferProgress(IActivityLog log, int id, string activity, long expected)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _expected = expected;
    private long _read;

    public void Read(long bytes) => Say(Interlocked.Add(ref _read, bytes), Interlocked.Read(ref _expected));

    /// <summary>What is sought past is neither work done nor work to do.</summary>
    public void Skip(long bytes) => Say(Interlocked.Read(ref _read), Interlocked.Add(ref _expected, -bytes));

    /// <summary>Engines take a while before the first byte comes.</summary>
    public void Waiting() => Say("waiting for the first byte");

    /// <summary>The source is read; nodes unpack what they got.</summary>
    public void Unpacking() => Say("the nodes unpack and confirm");

    public void Complete() => log.Progress(new ActivityProgress { Id = id, Activity = activity, Status = "done", Completed = true });

    private void Say(long read, long expected)
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 0.001);
        var rate = read / seconds;
        var left = expected - read;
        log.Progress(new ActivityProgress
        {
            Id = id,
            Activity = activity,
            Status = $"{ByteSize.Format(read)}{(left > 0 ? " of " + ByteSize.Format(expected) : "")}, {ByteSize.Format(rate)}/s",
            PercentComplete = left > 0 ? (int)(100 * read / expected) : null,
            Remaining = left > 0 && read > 0 ? TimeSpan.FromSeconds(left / rate) : null,
        });
    }

    private void Say(string status) => log.Progress(new ActivityProgress { Id = id, Activity = activity, Status = status });
}
