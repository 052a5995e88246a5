using KindTools.Core.Engines;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Engines;

public class EngineLocatorTests
{
    [Fact]
    public async Task An_engine_that_answers_is_used_and_the_log_tells_how_it_was_found()
    {
        using var server = UnixSocketServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK");
        var log = new RecordingLog();

        using var engine = await ConnectAsync(server.Address, log);

        Assert.Equal(server.Address, engine.Endpoint.Address.OriginalString);
        Assert.Equal([$"Using the container engine at {server.Address} (DOCKER_HOST)."], log.Verboses);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\0\0\0\0\0\0\0\0\r\n")]
    [InlineData("")]
    public async Task Something_that_is_no_engine_is_named_with_what_was_wrong(string answer)
    {
        using var server = UnixSocketServer.Answering(answer);

        await FailsAsync(server.Address);
    }

    [Fact]
    public async Task An_engine_that_answers_with_an_error_is_named_with_it()
    {
        using var server = UnixSocketServer.Answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 26\r\n\r\n{\"message\":\"out of luck\"}\n");

        var line = await FailsAsync(server.Address);

        Assert.Contains("out of luck", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on_is_named_with_the_refusal()
    {
        using var server = UnixSocketServer.Refusing();

        var line = await FailsAsync(server.Address);

        Assert.Contains("refused", line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_socket_that_is_not_there_is_named()
    {
        using var folder = new TemporaryFolder();

        var line = await FailsAsync($"unix://{folder.Path}/none.sock");

        Assert.EndsWith("there is no such socket", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_never_answers_is_given_up_with_the_time_it_had()
    {
        using var server = UnixSocketServer.Silent();

        var line = await FailsAsync(server.Address);

        Assert.EndsWith("no answer within 5 seconds", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_as_a_cancellation()
    {
        using var server = UnixSocketServer.Silent();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => EngineLocator.ConnectAsync(Environment(server.Address), new RecordingLog(), cancellation.Token));
    }

    [Fact]
    public async Task Every_place_that_was_tried_has_a_line_of_its_own()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An engine may listen on the pipes that this looks for.");
        var environment = new EngineEnvironment { Variable = _ => null, Home = "/nowhere", IsWindows = true };

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => EngineLocator.ConnectAsync(environment, new RecordingLog(), TestContext.Current.CancellationToken));

        var lines = failure.Message.Split(System.Environment.NewLine);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("  npipe://./pipe/docker_engine (the default pipe): ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  npipe://./pipe/podman-machine-default (podman's pipe): ", lines[2], StringComparison.Ordinal);
    }

    private static EngineEnvironment Environment(string host) => new()
    {
        Variable = name => name == "DOCKER_HOST" ? host : null,
        Home = "/nowhere",
        IsWindows = false,
        SocketExists = _ => false,
    };

    private static Task<IContainerEngine> ConnectAsync(string host, RecordingLog log) =>
        EngineLocator.ConnectAsync(Environment(host), log, TestContext.Current.CancellationToken);

    /// <summary>The one line about what was tried.</summary>
    private static async Task<string> FailsAsync(string host)
    {
        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ConnectAsync(host, new RecordingLog()));

        Assert.Equal(("EngineNotReachable", FailureCategory.ConnectionError), (failure.ErrorId, failure.Category));
        var lines = failure.Message.Split(System.Environment.NewLine);
        Assert.Contains("DOCKER_HOST", lines[0], StringComparison.Ordinal);
        var start = $"  {host} (DOCKER_HOST): ";
        Assert.StartsWith(start, Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.True(lines[1].Length > start.Length, "It says nothing about what went wrong.");
        return lines[1];
    }
}
