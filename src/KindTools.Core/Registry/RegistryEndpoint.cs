using System.Net;
using System.Net.Sockets;

namespace KindTools.Core.Registry;

/// <summary>
/// A registry for the time of one import: it listens on the loopback address, takes pushes to one unguessable
/// repository, and gives nothing away. Every Docker engine takes 127.0.0.0/8 for a registry that needs no TLS.
/// </summary>
internal sealed class RegistryEndpoint : IPushEndpoint
{
    private readonly TcpListener _listener;
    private readonly RegistryServer _server;
    private readonly Task _accepting;

    private RegistryEndpoint(TcpListener listener, string repository, IPushIntake intake)
    {
        _listener = listener;
        _server = new RegistryServer(repository, intake);
        _accepting = AcceptAsync();
        Repository = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{repository}";
    }

    /// <inheritdoc/>
    public string Repository { get; }

    /// <inheritdoc/>
    public bool WasReached => _server.WasReached;

    /// <summary>Listens; on another port when the usual one is taken.</summary>
    public static RegistryEndpoint Start(EndpointIdentity identity, IPushIntake intake) =>
        new(Listen(identity.Port) ?? Listen(0)!, identity.Repository, intake);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync().ConfigureAwait(false);
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
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_server.Closing).ConfigureAwait(false);
            _server.Serve(new NetworkStream(client, ownsSocket: true));
        }
    }
}
