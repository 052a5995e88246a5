using System.Diagnostics;

namespace KindTools.Core.Transfer;

/// <summary>Tells how much of a source has been read and what has come to each node, how fast, and how long it will take.</summary>
internal sealed class TransferProgress
{
    private const int ParentId = 1;

    private readonly IActivityLog _log;
    private readonly Bar _source;
    private readonly Dictionary<string, Bar> _nodes = [];

    /// <summary>How much of a push the engine has done; null where we know what is to come.</summary>
    private double? _pushed;

    public TransferProgress(IActivityLog log, string activity, long expected, IEnumerable<KindNode> nodes)
    {
        _log = log;
        _source = new Bar(() => _pushed, ParentId, null, activity, expected);
        foreach (var node in nodes) _nodes[node.Name] = new Bar(() => _pushed, ParentId + 1 + _nodes.Count, ParentId, node.Name, expected: null);
    }

    /// <summary>
    /// How much of its push an engine has done, from 0 to 1. It alone knows what it has still to send, and counts by what
    /// it reads, where layers are compressed on their way.
    /// </summary>
    public void Pushed(double part)
    {
        _pushed = part;
        _log.Progress(_source.Add(0));
    }

    /// <summary>The engine does not push after all: what is read from now on is what is expected.</summary>
    public void NotPushed() => _pushed = null;

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

    /// <summary>One bar: bytes of bytes expected, if any are, or of a push.</summary>
    private sealed class Bar(Func<double?> pushed, int id, int? parent, string activity, long? expected)
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
            var elapsed = Stopwatch.GetElapsedTime(_start);
            var isPush = pushed() is not null;
            var part = pushed() ?? (done < expected ? (double)done / expected : (double?)null);
            var whole = !isPush && done < expected ? " of " + ByteSize.Format(expected) : "";
            return Saying($"{ByteSize.Format(done)}{whole}, {ByteSize.Format(done / Math.Max(elapsed.TotalSeconds, 0.001))}/s") with
            {
                PercentComplete = part is { } known ? (int)(100 * known) : null,
                Remaining = part is > 0 ? elapsed * ((1 - part.Value) / part.Value) : null,
            };
        }
    }
}
