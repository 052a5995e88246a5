using System.Net.Sockets;

namespace KindTools.Tests.Fakes;

/// <summary>Something that listens on a unix socket and is no container engine.</summary>
internal sealed class UnixSocketServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _connections = [];

    private UnixSocketServer(bool listens, byte[]? answer)
    {
        Path = System.IO.Path.Combine(_folder.Path, "engine.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        if (listens) _listener.Listen();
        Serving = listens ? ServeAsync(answer) : Task.CompletedTask;
    }

    /// <summary>Answers the same to everybody.</summary>
    public static UnixSocketServer Answering(string answer) => new(listens: true, System.Text.Encoding.Latin1.GetBytes(answer));

    /// <summary>Takes connections and says nothing.</summary>
    public static UnixSocketServer Silent() => new(listens: true, answer: null);

    /// <summary>The file is there, and nobody behind it, as after a crash.</summary>
    public static UnixSocketServer Refusing() => new(listens: false, answer: null);

    public string Path { get; }

    public string Address => "unix://" + Path;

    private Task Serving { get; }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_connections)
        {
            foreach (var connection in _connections) connection.Dispose();
        }

        Serving.Wait(TimeSpan.FromSeconds(5));
        _folder.Dispose();
    }

    private async Task ServeAsync(byte[]? answer)
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptAsync();
                lock (_connections) _connections.Add(connection);
                if (answer is null) continue;

                await connection.ReceiveAsync(new byte[4096], SocketFlags.None);
                await connection.SendAsync(answer, SocketFlags.None);
                connection.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
