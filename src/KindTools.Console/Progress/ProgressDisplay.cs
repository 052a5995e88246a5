using System.Management.Automation;
using System.Text;
using KindTools.Console.Host;

namespace KindTools.Console.Progress;

/// <summary>
/// Progress at the bottom of a terminal, a line an activity. Records only update what is known; a timer draws ten times
/// a second, so ten thousand records cost nothing, what ends within a tick never flickers, and every drawing is one
/// write. Text written meanwhile takes the place of the lines, which are drawn again below it.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Lock _writing;
    private readonly Func<int> _column;
    private readonly List<(long Source, ProgressRecord Record)> _activities = [];
    private readonly Timer? _timer;

    private bool _changed;
    private int _drawnLines;
    private int _columnBefore;
    private int _suspended;
    private bool _ticking;

    /// <param name="writing">Held by whoever writes to the terminal.</param>
    /// <param name="column">Where text stands; the lines start below an unfinished one.</param>
    public ProgressDisplay(Lock writing, Func<int> column)
    {
        _writing = writing;
        _column = column;
        if (Terminal.OutputIsScreen) _timer = new Timer(_ => OnTick(), null, Timeout.Infinite, Timeout.Infinite);
    }

    public void Update(long source, ProgressRecord record)
    {
        if (_timer is null) return;

        lock (_writing)
        {
            var at = _activities.FindIndex(a => a.Source == source && a.Record.ActivityId == record.ActivityId);
            if (record.RecordType == ProgressRecordType.Completed)
            {
                if (at < 0) return;
                _activities.RemoveAt(at);
            }
            else if (at >= 0)
            {
                _activities[at] = (source, record);
            }
            else
            {
                Add(source, record);
            }

            _changed = true;
            if (_ticking) return;
            _ticking = true;
            _timer.Change(Tick, Tick);
        }
    }

    /// <summary>Forgets everything: the pipeline is over, whether it said so or not.</summary>
    public void Reset()
    {
        if (_timer is null) return;

        lock (_writing)
        {
            _activities.Clear();
            StopTicking();
            Clear();
        }
    }

    /// <summary>Leaves the screen to somebody else.</summary>
    public void Suspend()
    {
        lock (_writing)
        {
            _suspended++;
            Clear();
        }
    }

    /// <summary>The screen is ours again.</summary>
    public void Resume()
    {
        lock (_writing)
        {
            _suspended--;
            _changed = true;
        }
    }

    /// <summary>Takes the lines off the screen and the cursor back to where text stood. Call with the lock held.</summary>
    public void Clear()
    {
        if (_drawnLines == 0) return;

        var text = new StringBuilder("\r\e[J");
        if (_columnBefore > 0) text.Append($"\e[A\e[{_columnBefore + 1}G");
        System.Console.Out.Write(text.Append("\e[?25h").ToString());
        _drawnLines = 0;
        _changed = true;
    }

    public void Dispose()
    {
        Reset();
        _timer?.Dispose();
    }

    private void OnTick()
    {
        lock (_writing)
        {
            if (!_changed || _suspended > 0 || !_ticking) return;
            _changed = false;
            if (_activities.Count > 0)
            {
                Draw();
                return;
            }

            StopTicking();
            Clear();
        }
    }

    private void StopTicking()
    {
        _ticking = false;
        _timer!.Change(Timeout.Infinite, Timeout.Infinite);
    }

    private void Add(long source, ProgressRecord record)
    {
        // Below its parent and the parent's other children.
        var at = _activities.FindLastIndex(a =>
            record.ParentActivityId >= 0 && a.Source == source
            && (a.Record.ActivityId == record.ParentActivityId || a.Record.ParentActivityId == record.ParentActivityId));
        _activities.Insert(at < 0 ? _activities.Count : at + 1, (source, record));
    }

    private void Draw()
    {
        // The last column stays free: a full line would wrap.
        var width = Terminal.Width - 1;
        var room = Math.Max(1, Math.Min(Terminal.Height / 3, 8));

        var text = new StringBuilder("\e[?25l");
        if (_drawnLines == 0)
        {
            _columnBefore = _column();
            if (_columnBefore > 0) text.Append('\n');
        }

        text.Append('\r');
        var shown = _activities.Count <= room ? _activities.Count : room - 1;
        for (var i = 0; i < shown; i++)
        {
            if (i > 0) text.Append('\n');
            text.Append(ProgressLine.Render(_activities[i].Record, width)).Append("\e[K");
        }

        if (shown < _activities.Count) text.Append($"\n… and {_activities.Count - shown} more\e[K");

        // What was drawn below before, goes; the cursor waits on the first line.
        text.Append("\e[J");
        _drawnLines = Math.Max(1, shown + (shown < _activities.Count ? 1 : 0));
        if (_drawnLines > 1) text.Append($"\e[{_drawnLines - 1}A");
        System.Console.Out.Write(text.Append('\r').ToString());
    }
}
