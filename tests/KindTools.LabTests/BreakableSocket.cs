using System.Net.Sockets;

namespace KindTools.LabTests;

/// <summary>A way to a real engine that can be made to break off, as when the engine is stopped.</summary>
internal sealed class BreakableSocket : IDisposable
{
    private readonly string _engine;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];

    public BreakableSocket(string engine, string path)
    {
        _engine = new Uri(engine).LocalPath;
        Address = "unix://" + path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(128);
        _ = ListenAsync();
    }

    public string Address { get; }

    /// <summary>Ends what is open and takes nothing more.</summary>
    public void Break()
    {
        _listener.Dispose();
        lock (_open)
        {
            foreach (var socket in _open) socket.Dispose();
        }
    }

    public void Dispose() => Break();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(_engine));
                lock (_open) _open.AddRange([client, engine]);
                _ = CarryAsync(client, engine);
                _ = CarryAsync(engine, client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Broken, or the test is over.
        }
    }

    private static async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count) await to.SendAsync(buffer.AsMemory(0, count));
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other notices.
        }
    }
}
