using System.Diagnostics;

namespace KindTools.Core.Transfer;

/// <summary>Tells how much of a source has been read and what has come to each node, how fast, and how long it will take.</summary>
internal sealed class TransferProgress
{
    private const int ParentId = 1;

    private readonly IActivityLog _log;
    private readonly Bar _source;
    private readonly Dictionary<string, Bar> _nodes = [];

    public TransferProgress(IActivityLog log, string activity, long expected, IEnumerable<KindNode> nodes)
    {
        _log = log;
        _source = new Bar(ParentId, null, activity, expected);
        foreach (var node in nodes) _nodes[node.Name] = new Bar(ParentId + 1 + _nodes.Count, ParentId, node.Name, expected: null);
    }

    public void Read(long bytes) => _log.Progress(_source.Add(bytes));

    /// <summary>What is sought past is neither work done nor work to do.</summary>
    public void Skip(long bytes) => _log.Progress(_source.Expect(-bytes));

    /// <summary>Bytes that a node is going to get.</summary>
    public void Expect(KindNode node, long bytes) => _nodes[node.Name].Expect(bytes);

    /// <summary>Bytes that a node has taken.</summary>
    public void Sent(KindNode node, long bytes) => _log.Progress(_nodes[node.Name].Add(bytes));

    /// <summary>Engines take a while before the first byte comes.</summary>
    public void Waiting() => _log.Progress(_source.Saying("waiting for the first byte"));

    /// <summary>The source is read; nodes unpack what they got.</summary>
    public void Unpacking() => _log.Progress(_source.Saying("the nodes unpack and confirm"));

    public void Complete()
    {
        foreach (var bar in _nodes.Values.Where(bar => bar.IsSeen).Append(_source)) _log.Progress(bar.Saying("done") with { Completed = true });
    }

    /// <summary>One bar: bytes of bytes expected, if any are.</summary>
    private sealed class Bar(int id, int? parent, string activity, long? expected)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _expected = expected ?? 0;
        private long _done;

        public bool IsSeen => Interlocked.Read(ref _done) > 0;

        public ActivityProgress Add(long bytes) => Of(Interlocked.Add(ref _done, bytes), Interlocked.Read(ref _expected));

        public ActivityProgress Expect(long bytes) => Of(Interlocked.Read(ref _done), Interlocked.Add(ref _expected, bytes));

        public ActivityProgress Saying(string status) => new() { Id = id, ParentId = parent, Activity = activity, Status = status };

        private ActivityProgress Of(long done, long expected)
        {
            var rate = done / Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 0.001);
            var left = expected - done;
            return Saying($"{ByteSize.Format(done)}{(left > 0 ? " of " + ByteSize.Format(expected) : "")}, {ByteSize.Format(rate)}/s") with
            {
                PercentComplete = left > 0 ? (int)(100 * done / expected) : null,
                Remaining = left > 0 && done > 0 ? TimeSpan.FromSeconds(left / rate) : null,
            };
        }
    }
}
