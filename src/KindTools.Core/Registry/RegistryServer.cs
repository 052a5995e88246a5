using System.Collections.Concurrent;

namespace KindTools.Core.Registry;

/// <summary>Answers requests on connections, wherever they come from, until it is disposed of.</summary>
internal sealed class RegistryServer(string repository, IPushIntake intake) : IAsyncDisposable
{
    /// <summary>Engines push five layers at a time, and a few at once tell what is there.</summary>
    private const int MostConnections = 64;

    private readonly RegistryProtocol _protocol = new(repository, intake);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _serving = new();

    /// <summary>Whether there was any connection.</summary>
    public bool WasReached { get; private set; }

    /// <summary>Cancelled when no more connections are wanted.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>Serves a connection, and closes it in the end.</summary>
    public void Serve(Stream client)
    {
        WasReached = true;
        if (_serving.Count >= MostConnections)
        {
            client.Dispose();
            return;
        }

        var serving = ServeAsync(client);
        _serving[serving] = true;
        _ = serving.ContinueWith(
            done => _serving.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_serving.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _protocol.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>A connection that breaks is the engine's to notice: it tries again, or its push fails and says why.</summary>
    private async Task ServeAsync(Stream client)
    {
        await using (client.ConfigureAwait(false))
        {
            var connection = new HttpConnection(client);
            while (await connection.ReadRequestAsync(_closing.Token).ConfigureAwait(false) is { } request)
                await _protocol.AnswerAsync(connection, request, _closing.Token).ConfigureAwait(false);
        }
    }
}
