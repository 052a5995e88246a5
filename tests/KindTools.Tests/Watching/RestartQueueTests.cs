using KindTools.Core.Watching;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Watching;

public class RestartQueueTests
{
    private readonly RecordingLog _log = new();
    private readonly List<string> _begun = [];
    private readonly List<string> _done = [];
    private readonly TaskCompletionSource _pods = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restarts_run_one_after_the_other_beside_the_watch()
    {
        await using var queue = new RestartQueue(RestartAsync, _log);

        await queue.AddAsync(Images("app"), Token);
        await queue.AddAsync(Images("web"), Token);
        Assert.Equal(["kind: app"], Begun());

        _pods.SetResult();
        await UntilAsync(() => Done().Count == 2);
        Assert.Equal(["kind: app", "kind: web"], Done());
    }

    [Fact]
    public async Task An_image_that_comes_anew_ends_the_wait_for_its_pods()
    {
        await using var queue = new RestartQueue(RestartAsync, _log);
        await queue.AddAsync(Images("app", "web"), Token);

        await queue.AddAsync(Images("app"), Token);
        _pods.SetResult();
        await UntilAsync(() => Done().Count == 1);

        // What the first was not done with is not forgotten.
        Assert.Equal(["kind: app web", "kind: app web"], Begun());
        Assert.Contains(_log.Verboses, message => message.Contains("replaced again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_is_reported_and_the_next_restart_goes_on()
    {
        var isFirst = true;
        await using var queue = new RestartQueue(
            (cluster, images, token) =>
            {
                if (!isFirst) return RestartAsync(cluster, images, token);
                isFirst = false;
                throw new KindToolsException("ApiServerNotReachable", FailureCategory.ConnectionError, "no");
            },
            _log);

        await queue.AddAsync(Images("app"), Token);
        _pods.SetResult();
        await queue.AddAsync(Images("app"), Token);
        await UntilAsync(() => Done().Count == 1);

        Assert.Equal("ApiServerNotReachable", Assert.Single(_log.Errors).ErrorId);
    }

    [Fact]
    public async Task Nothing_runs_on_when_the_watch_is_over()
    {
        var queue = new RestartQueue(RestartAsync, _log);
        await queue.AddAsync(Images("app"), Token);

        await queue.DisposeAsync();

        Assert.Empty(Done());
    }

    private async Task RestartAsync(string cluster, IReadOnlySet<string> images, CancellationToken cancellationToken)
    {
        var words = $"{cluster}: {string.Join(' ', images.Order())}";
        lock (_begun) _begun.Add(words);
        await _pods.Task.WaitAsync(cancellationToken);
        lock (_begun) _done.Add(words);
    }

    private List<string> Begun()
    {
        lock (_begun) return [.. _begun];
    }

    private List<string> Done()
    {
        lock (_begun) return [.. _done];
    }

    private static HashSet<(string, string)> Images(params string[] names) => [.. names.Select(name => ("kind", name))];

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(5, Token);
    }
}
