using System.Threading.Channels;
using KindTools.Core.Engines;
using KindTools.Core.Watching;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Watching;

public class EventFollowerTests
{
    private readonly FakeEvents _events = new();
    private readonly RecordingLog _log = new();
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_occasion_comes_without_an_event()
    {
        await using var occasions = Follow();

        Assert.True((await NextAsync(occasions)).AreNodesNew);
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task What_comes_together_is_one_occasion()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);

        _events.Send(EngineEventKind.ImageNamed, "app:dev");
        _events.Send(EngineEventKind.ImageNamed, "app:1.4");
        _events.Send(EngineEventKind.ImagePulled, "debian:13");
        var occasion = await NextAsync(occasions);

        Assert.Equal((false, "debian:13"), (occasion.AreNodesNew, Assert.Single(occasion.Pulled)));
        Assert.True(await IsQuietAsync(occasions));
    }

    [Fact]
    public async Task What_comes_while_the_watch_is_busy_is_one_occasion_more()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);
        _events.Send(EngineEventKind.ImageNamed, "app:dev");
        await NextAsync(occasions);

        // Nobody asks for the next occasion yet: an import is under way.
        for (var i = 0; i < 20; i++) _events.Send(EngineEventKind.ImageNamed, "app:dev");
        await Task.Delay(50, Token);
        await NextAsync(occasions);

        Assert.True(await IsQuietAsync(occasions));
    }

    [Fact]
    public async Task An_engine_that_is_never_quiet_is_looked_at_all_the_same()
    {
        var waits = 0;
        await using var occasions = Follow(pause: (_, _) =>
        {
            waits++;
            _events.Send(EngineEventKind.ImageNamed, $"app:{waits}");
            return Task.Delay(5, Token); // In which the follower hears of it.
        });

        await NextAsync(occasions);

        Assert.InRange(waits, 1, 8);
    }

    [Fact]
    public async Task A_node_that_starts_may_lack_what_it_had()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);

        _events.Send(EngineEventKind.NodeStarted, "kind-worker");

        Assert.True((await NextAsync(occasions)).AreNodesNew);
        Assert.Contains("Node 'kind-worker' has started.", _log.Verboses);
    }

    [Fact]
    public async Task The_names_that_an_import_pushes_under_are_no_occasion()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);

        _events.Send(EngineEventKind.ImageNamed, "127.0.0.1:5063/kindtools-0123456789abcdef:p42-1");

        Assert.True(await IsQuietAsync(occasions));
    }

    [Fact]
    public async Task An_engine_that_goes_and_comes_back_is_one_warning_and_one_occasion()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);

        _events.Break(new KindToolsException("EngineConnectionLost", FailureCategory.ConnectionError, "gone"));

        Assert.True((await NextAsync(occasions)).AreNodesNew);
        Assert.Contains("is gone", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_ends_without_a_word_is_made_anew_too()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);

        _events.Break();

        Assert.True((await NextAsync(occasions)).AreNodesNew);
        Assert.Single(_log.Warnings);
    }

    [Fact]
    public async Task The_wait_for_an_engine_grows_and_has_a_bound()
    {
        _events.IsDown = true;
        var tries = new TaskCompletionSource();
        await using var occasions = Follow(pause: async (time, token) =>
        {
            await _pauses.Writer.WriteAsync(time, token);
            if (_events.Tries >= 8) tries.TrySetResult();
            if (_events.Tries >= 8) await Task.Delay(Timeout.Infinite, token);
        });

        var next = occasions.MoveNextAsync().AsTask();
        await tries.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        var waited = new List<double>();
        while (_pauses.Reader.TryRead(out var pause)) waited.Add(pause.TotalSeconds);
        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5, 5], waited);
        Assert.False(next.IsCompleted);
        Assert.Empty(_log.Warnings); // It was not there yet, so it is not gone.
        await _ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        await using var occasions = Follow();
        await NextAsync(occasions);
        var next = occasions.MoveNextAsync().AsTask();

        await _ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(Token);

    private IAsyncEnumerator<WatchOccasion> Follow(Func<TimeSpan, CancellationToken, Task>? pause = null)
    {
        var engine = new FakeEngine { Events = _events.FollowAsync };
        return new EventFollower(engine, _log) { Pause = pause ?? ((_, _) => Task.Delay(5, Token)) }.FollowAsync(_ending.Token).GetAsyncEnumerator(_ending.Token);
    }

    private static async Task<WatchOccasion> NextAsync(IAsyncEnumerator<WatchOccasion> occasions)
    {
        Assert.True(await occasions.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token));
        return occasions.Current;
    }

    /// <summary>Whether no occasion is on its way. The enumerator is of no more use then.</summary>
    private async Task<bool> IsQuietAsync(IAsyncEnumerator<WatchOccasion> occasions)
    {
        var next = occasions.MoveNextAsync().AsTask();
        var isQuiet = await Task.WhenAny(next, Task.Delay(200, Token)) != next;
        await _ending.CancelAsync();
        await Record.ExceptionAsync(() => next);
        return isQuiet;
    }
}
