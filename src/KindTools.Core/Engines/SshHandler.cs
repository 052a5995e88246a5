using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Client;

namespace KindTools.Core.Engines;

/// <summary>
/// Requests over ssh. To get there takes longer than most requests do, so plain ones share a few connections, by .NET's own
/// HTTP client. What becomes a raw connection to a command needs one to itself, whose input can be ended before its output,
/// which only the client library's own handler offers; that one never uses a connection twice.
/// </summary>
internal sealed class SshHandler : HttpMessageHandler
{
    /// <summary>sshd begins to refuse newcomers when ten are at its door (MaxStartups).</summary>
    private const int MostAtTheDoor = 5;

    private readonly SshTarget _target;
    private readonly SemaphoreSlim _door = new(MostAtTheDoor);
    private readonly CancellationTokenSource _ended = new();
    private readonly HttpMessageInvoker _shared;
    private readonly HttpMessageInvoker _raw;

    public SshHandler(SshTarget target, ILogger logger)
    {
        _target = target;
        _shared = new HttpMessageInvoker(new SocketsHttpHandler
        {
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = async (_, cancellationToken) => await OpenAsync(cancellationToken).ConfigureAwait(false),
        });
        _raw = new HttpMessageInvoker(new ManagedHandler(async (_, _, cancellationToken) => await OpenAsync(cancellationToken).ConfigureAwait(false), logger) { UseProxy = false });
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.Headers.Upgrade.Count > 0 ? _raw : _shared).SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended.Cancel(); // What still waits to be let in, on behalf of a request that is over.
            _shared.Dispose();
            _raw.Dispose();
            _ended.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<SshConnection> OpenAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        await _door.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            return await SshConnection.OpenAsync(_target, either.Token).ConfigureAwait(false);
        }
        finally
        {
            _door.Release();
        }
    }
}
