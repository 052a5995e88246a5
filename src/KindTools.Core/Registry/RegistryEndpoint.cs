using System.Net;
using System.Net.Sockets;

namespace KindTools.Core.Registry;

/// <summary>
/// A registry for the time of one import: it listens on the loopback address, takes pushes to one unguessable
/// repository, and gives nothing away. Every Docker engine takes 127.0.0.0/8 for a registry that needs no TLS.
/// </summary>
internal sealed class RegistryEndpoint : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly RegistryProtocol _protocol;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    private RegistryEndpoint(TcpListener listener, string repository, IPushIntake intake)
    {
        _listener = listener;
        _protocol = new RegistryProtocol(repository, intake);
        _accepting = AcceptAsync();
        Repository = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{repository}";
    }

    /// <summary>What to push to: host, port and path.</summary>
    public string Repository { get; }

    /// <summary>Listens; on another port when the usual one is taken.</summary>
    public static RegistryEndpoint Start(EndpointIdentity identity, IPushIntake intake) =>
        new(Listen(identity.Port) ?? Listen(0)!, identity.Repository, intake);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _protocol.Dispose();
        _closing.Dispose();
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException) when (port != 0)
        {
            listener.Dispose();
            return null;
        }
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token).ConfigureAwait(false);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(serving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A connection that breaks is the engine's to notice: it tries again, or its push fails and says why.</summary>
    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var connection = new HttpConnection(client.GetStream());
        while (await connection.ReadRequestAsync(_closing.Token).ConfigureAwait(false) is { } request)
            await _protocol.AnswerAsync(connection, request, _closing.Token).ConfigureAwait(false);
    }
}
