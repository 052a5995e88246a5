using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.ModuleTests;

/// <summary>
/// Docker's API on a unix socket, as far as the module asks it, with answers that Docker 28.5 and containerd 2.1 gave.
/// Any of its nodes, or all of it, can be told to hang.
/// </summary>
internal sealed partial class FakeDockerApi : IDisposable
{
    private const string ImageId = "sha256:ba9672064f5c878cb3e5b9c17e907d15fa377803c60d7ac6a9466be7a2b44fa6";

    /// <summary>A longer answer pauses in its middle, so that there is progress to show.</summary>
    private const int LongAnswer = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly string _folder = Directory.CreateTempSubdirectory("kt-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<string, (string Container, string Body)> _execs = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly TaskCompletionSource _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;
    private int _execCount;

    public FakeDockerApi()
    {
        var path = Path.Combine(_folder, "docker.sock");
        Address = "unix://" + path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(128);
        _ = ListenAsync();
    }

    public string Address { get; }

    /// <summary>True when it answers nothing at all.</summary>
    public bool Hangs { get; init; }

    /// <summary>The nodes whose commands start and neither say anything nor end.</summary>
    public HashSet<string> HangingNodes { get; init; } = [];

    /// <summary>The nodes that go away while they answer.</summary>
    public HashSet<string> VanishingNodes { get; init; } = [];

    /// <summary>True when imports start and do not read.</summary>
    public bool HangingImports { get; init; }

    /// <summary>The id that the engine gives app:dev; the nodes have <see cref="ImageId"/>.</summary>
    public string EngineImageId { get; init; } = ImageId;

    /// <summary>What a save of images gives.</summary>
    public byte[] Archive { get; init; } = [];

    /// <summary>Ends when something hangs.</summary>
    public Task Hung => _hung.Task;

    /// <summary>Methods and paths.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Commands with their standard input attached: imports.</summary>
    public int ImportCount => _execs.Values.Count(exec => exec.Body.Contains("\"AttachStdin\":true", StringComparison.Ordinal));

    public int OpenConnections => Volatile.Read(ref _connections);

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static byte[] Captured(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "node", name));

    private async Task ListenAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_ended.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ReadRequestAsync(stream) is var (method, path, body))
            {
                _requests.Enqueue($"{method} {path}");
                if (Hangs)
                {
                    await HangAsync(stream);
                    return;
                }

                if (path.EndsWith("/start", StringComparison.Ordinal))
                {
                    await RunAsync(stream, _execs[path.Split('/')[^2]]);
                    return;
                }

                if (Version().Replace(path, "").StartsWith("/events", StringComparison.Ordinal))
                {
                    await FollowAsync(stream);
                    return;
                }

                await AnswerAsync(stream, method, path, body);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Until the client goes away.</summary>
    private async Task HangAsync(NetworkStream stream)
    {
        _hung.TrySetResult();
        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, _ended.Token) > 0)
        {
        }
    }

    /// <summary>Nothing ever happens. That somebody waits for it counts as hanging only where nothing else is to hang.</summary>
    private async Task FollowAsync(NetworkStream stream)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        if (HangingNodes.Count > 0 || HangingImports) await DrainAsync(stream);
        else await HangAsync(stream);
    }

    private async Task AnswerAsync(NetworkStream stream, string method, string path, string body)
    {
        var (status, content) = (method, Version().Replace(path, "").Split('?')[0]) switch
        {
            (_, "/_ping") => ("200 OK", "OK"),
            (_, "/info") => ("200 OK", "{\"SystemTime\":\"2026-11-25T15:38:34.503193822Z\"}"),
            (_, "/containers/json") => ("200 OK", $"[{Container("p1-worker", "worker")},{Container("p1-control-plane", "control-plane")}]"),
            ("POST", var exec) when exec.EndsWith("/exec", StringComparison.Ordinal) => ("201 Created", $"{{\"Id\":\"{Register(exec.Split('/')[^2], body)}\"}}\n"),
            (_, var exec) when exec.StartsWith("/exec/", StringComparison.Ordinal) => ("200 OK", "{\"ID\":\"x\",\"Running\":false,\"ExitCode\":0}\n"),
            (_, "/images/json") => ("200 OK", $"[{{\"Id\":\"{EngineImageId}\",\"Created\":1795463969,\"RepoTags\":[\"app:dev\",\"app:latest\"],\"Size\":397063391}}]"),
            (_, "/images/get") => ("200 OK", ""),
            (_, "/images/docker.io/library/app:dev/json") => ("200 OK", $"{{\"Id\":\"{EngineImageId}\",\"Architecture\":\"amd64\",\"Os\":\"linux\",\"Size\":397063391}}"),
            (_, var image) when image.StartsWith("/images/", StringComparison.Ordinal) => ("404 Not Found", "{\"message\":\"No such image\"}\n"),
            _ => ("404 Not Found", "{\"message\":\"page not found\"}\n"),
        };
        var payload = path.Contains("/images/get", StringComparison.Ordinal) ? Archive : Encoding.UTF8.GetBytes(content);
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nApi-Version: 1.51\r\nContent-Type: application/json\r\nContent-Length: {payload.Length}\r\n\r\n");
        await stream.WriteAsync(payload.AsMemory(0, payload.Length / 2), _ended.Token);
        if (payload.Length > LongAnswer) await Task.Delay(Pause, _ended.Token);
        await stream.WriteAsync(payload.AsMemory(payload.Length / 2), _ended.Token);
    }

    private static string Container(string name, string role) =>
        $$"""{"Id":"{{name}}","Names":["/{{name}}"],"Image":"kindest/node:v1.36.2","Created":1795463880,"Ports":[],"Labels":{"io.x-k8s.kind.cluster":"p1","io.x-k8s.kind.role":"{{role}}"},"State":"running","NetworkSettings":{"Networks":{"none":{"IPAddress":"","GlobalIPv6Address":""} } } }""";

    private string Register(string container, string body)
    {
        var id = Interlocked.Increment(ref _execCount).ToString(CultureInfo.InvariantCulture);
        _execs[id] = (container, body);
        return id;
    }

    /// <summary>A command: frames of its output, after its input if it has one.</summary>
    private async Task RunAsync(NetworkStream stream, (string Container, string Body) exec)
    {
        await WriteAsync(stream, "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        if (HangingNodes.Contains(exec.Container))
        {
            await HangAsync(stream);
            return;
        }

        // Nodes are asked at the same time; who hangs does so before the others' answers can end everything.
        if (HangingNodes.Count > 0) await _hung.Task.WaitAsync(_ended.Token);
        if (exec.Body.Contains("\"AttachStdin\":true", StringComparison.Ordinal))
        {
            if (HangingImports)
            {
                await GrumbleAsync(stream);
            }

            await DrainAsync(stream);
        }

        var output = exec.Body.Contains("images check", StringComparison.Ordinal)
            ? [.. "--- taken\ndocker.io/library/app:dev type sha256:69d5 complete (4/4) 382.0 MiB/382.0 MiB true\n--- images\n"u8, .. Captured("classic-store.images.txt")]
            : exec.Body.Contains("-ignore_readdir_race", StringComparison.Ordinal)
            ? [.. Captured("classic-store.blobs.txt"), .. "--- images\n"u8, .. Captured("classic-store.images.txt")]
            : exec.Body.Contains("images ls", StringComparison.Ordinal) ? Captured("classic-store.images.txt")
            : exec.Body.Contains("containerd --version", StringComparison.Ordinal) ? "containerd github.com/containerd/containerd/v2 2.1.9+unknown \n"u8.ToArray()
            : [];

        var header = new byte[8];
        header[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), output.Length);
        await stream.WriteAsync(header, _ended.Token);
        await stream.WriteAsync(VanishingNodes.Contains(exec.Container) ? output.AsMemory(0, output.Length / 2) : output, _ended.Token);
    }

    /// <summary>Says something on standard error now and then, which fails once the client is gone; does not read.</summary>
    private async Task GrumbleAsync(NetworkStream stream)
    {
        _hung.TrySetResult();
        while (true)
        {
            await stream.WriteAsync(new byte[] { 2, 0, 0, 0, 0, 0, 0, 1, (byte)'.' }, _ended.Token);
            await Task.Delay(50, _ended.Token);
        }
    }

    private async Task DrainAsync(NetworkStream stream)
    {
        var buffer = new byte[65536];
        while (await stream.ReadAsync(buffer, _ended.Token) > 0)
        {
        }
    }

    private ValueTask WriteAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _ended.Token);

    /// <summary>Null when the client has closed the connection.</summary>
    private async Task<(string Method, string Path, string Body)?> ReadRequestAsync(NetworkStream stream)
    {
        var head = await ReadUntilAsync(stream, "\r\n\r\n");
        if (head.Length == 0) return null;

        var start = head.Split("\r\n")[0].Split(' ');
        var body = new StringBuilder();
        if (ContentLength().Match(head) is { Success: true } length)
        {
            var content = new byte[int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(content, _ended.Token);
            body.Append(Encoding.UTF8.GetString(content));
        }
        else if (head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            while (int.Parse(await ReadUntilAsync(stream, "\r\n"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                var chunk = new byte[size + 2];
                await stream.ReadExactlyAsync(chunk, _ended.Token);
                body.Append(Encoding.UTF8.GetString(chunk, 0, size));
            }

            await ReadUntilAsync(stream, "\r\n");
        }

        return (start[0], Uri.UnescapeDataString(start[1]), body.ToString());
    }

    private async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _ended.Token) > 0)
        {
            text.Append((char)one[0]);
            if (text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end) return text.ToString(0, text.Length - end.Length);
        }

        return "";
    }

    [GeneratedRegex(@"^/v\d+\.\d+")]
    private static partial Regex Version();

    [GeneratedRegex(@"^Content-Length: (\d+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentLength();
}
