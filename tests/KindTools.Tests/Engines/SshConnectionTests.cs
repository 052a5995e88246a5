using KindTools.Core.Engines;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Engines;

/// <summary>
/// What becomes of an address with <c>ssh:</c> when the program called ssh does this or that. That the real one reaches a
/// real engine is shown by the lab's tests.
/// </summary>
[Collection(PathCollection.Name)]
public sealed class SshConnectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string? _path = System.Environment.GetEnvironmentVariable("PATH");

    public SshConnectionTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");

    public void Dispose()
    {
        System.Environment.SetEnvironmentVariable("PATH", _path);
        _folder.Dispose();
    }

    [Fact]
    public async Task What_is_asked_of_the_engine_goes_through_ssh()
    {
        // An engine that answers every request on a connection, as dial-stdio hands them over.
        Ssh(
            """
            while IFS= read -r line; do
              case $line in
                "HEAD "*) length='' ;;
                "GET /containers"*) length='Content-Length: 2\r\n' body='[]' ;;
                "GET "*) length='Content-Length: 2\r\n' body='OK' ;;
                $'\r') printf "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Type: application/json\r\n$length\r\n"; [ -z "$length" ] || printf "$body" ;;
              esac
            done
            """);

        using var engine = await EngineLocator.ConnectAsync(Environment(), new RecordingLog(), TestContext.Current.CancellationToken);

        Assert.Equal("ssh://me@engine.example (DOCKER_HOST)", engine.Endpoint.ToString());
        Assert.Empty(await engine.ListContainersAsync("a", TestContext.Current.CancellationToken));
        var started = Assert.Single(File.ReadAllLines(Path.Combine(_folder.Path, "started"))); // One connection for both questions.
        Assert.Equal("-T -o BatchMode=yes -o ConnectTimeout=25 -l me -- engine.example docker system dial-stdio", started);
    }

    [Theory]
    [InlineData("echo 'me@engine.example: Permission denied (publickey).' >&2; exit 255", "Permission denied (publickey). 'ssh -l me engine.example docker version' must succeed")]
    [InlineData("echo 'Host key verification failed.' >&2; exit 255", "Host key verification failed. ")]
    [InlineData("cat >/dev/null & echo 'sh: 1: docker: not found' >&2; exit 127", "docker: not found. ")]
    [InlineData("exit 1", "it said nothing. ")]
    [InlineData("echo Welcome to engine.example; exec sleep 0.1", "it said nothing. ")]
    public async Task What_ssh_says_is_told(string script, string words)
    {
        Ssh(script);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => EngineLocator.ConnectAsync(Environment(), new RecordingLog(), TestContext.Current.CancellationToken));

        Assert.Equal("EngineNotReachable", failure.ErrorId);
        Assert.Contains("ssh://me@engine.example (DOCKER_HOST): ssh did not get to an engine: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_ssh_it_says_what_to_install_and_what_else_there_is()
    {
        System.Environment.SetEnvironmentVariable("PATH", _folder.Path);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => EngineLocator.ConnectAsync(Environment(), new RecordingLog(), TestContext.Current.CancellationToken));

        Assert.Contains("the program 'ssh' cannot be started", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Install OpenSSH's client", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_ends_ssh()
    {
        Ssh("echo $$ >\"$(dirname \"$0\")/pid\"; exec sleep 60");
        using var cancellation = new CancellationTokenSource();
        var connecting = EngineLocator.ConnectAsync(Environment(), new RecordingLog(), cancellation.Token);
        var file = Path.Combine(_folder.Path, "pid");
        while (!File.Exists(file) || new FileInfo(file).Length == 0) await Task.Delay(10, TestContext.Current.CancellationToken);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        var process = "/proc/" + (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
        for (var i = 0; Directory.Exists(process) && i < 500; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.False(Directory.Exists(process), "The process still runs.");
    }

    /// <summary>Puts a program named ssh before all others, which notes what it was started with.</summary>
    private void Ssh(string script)
    {
        var file = _folder.Write("ssh", $"#!/bin/bash\necho \"$*\" >>\"$(dirname \"$0\")/started\"\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        System.Environment.SetEnvironmentVariable("PATH", _folder.Path + Path.PathSeparator + _path);
    }

    private static EngineEnvironment Environment() => new()
    {
        Variable = name => name == "DOCKER_HOST" ? "ssh://me@engine.example" : null,
        Home = "/nowhere",
        IsWindows = false,
        SocketExists = _ => false,
    };
}
