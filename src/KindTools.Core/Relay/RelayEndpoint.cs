using System.Globalization;
using KindTools.Core.Engines;
using KindTools.Core.Registry;

namespace KindTools.Core.Relay;

/// <summary>
/// The registry for an engine that cannot reach this process: a container of a node's own image listens on the loopback
/// address of the engine's machine, and carries the connections over its standard input and output. It has no name, no
/// privileges and no mounts, and ends with this process, however that ends.
/// </summary>
internal sealed class RelayEndpoint : IPushEndpoint
{
    /// <summary>The label of relays: whose they are, <c>PROCESS-ID@MACHINE</c>.</summary>
    public const string Label = "io.kindtools.relay";

    private const int Port = 5000;

    /// <summary>Engines push five layers at a time.</summary>
    private const int MostConnections = 32;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly string Script = ReadScript();

    private readonly IAttachedContainer _container;
    private readonly RelayChannel _channel;
    private readonly RegistryServer _server;
    private readonly Task _running;

    private RelayEndpoint(IAttachedContainer container, RelayChannel channel, string repository, IPushIntake intake)
    {
        _container = container;
        _channel = channel;
        _server = new RegistryServer(repository, intake);
        _running = channel.RunAsync(_server.Serve, _server.Closing);
        Repository = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{container.HostPort}/{repository}");
    }

    /// <inheritdoc/>
    public string Repository { get; }

    /// <inheritdoc/>
    public bool WasReached => _server.WasReached;

    /// <summary>Starts a relay; on another port when the usual one is taken.</summary>
    /// <param name="engine">Where it shall run.</param>
    /// <param name="image">An image with perl.</param>
    /// <param name="identity">The usual port, and the repository.</param>
    /// <param name="intake">Where goes what is pushed.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<RelayEndpoint> StartAsync(
        IContainerEngine engine, string image, EndpointIdentity identity, IPushIntake intake, CancellationToken cancellationToken)
    {
        var container = await StartContainerAsync(engine, image, identity.Port, cancellationToken).ConfigureAwait(false);
        var channel = new RelayChannel(container);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(StartTime);
            await channel.WaitUntilListeningAsync(patience.Token).ConfigureAwait(false);
            return new RelayEndpoint(container, channel, identity.Repository, intake);
        }
        catch (Exception exception)
        {
            channel.Dispose();
            await container.DisposeAsync().ConfigureAwait(false);
            if (exception is not IOException && (exception is not OperationCanceledException || cancellationToken.IsCancellationRequested)) throw;

            throw new KindToolsException(
                "EngineRefused",
                FailureCategory.InvalidOperation,
                $"A container of '{image}' did not become a relay: {(container.Error.Length > 0 ? container.Error : exception.Message)}",
                image,
                exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _container.DisposeAsync().ConfigureAwait(false);
        _channel.Dispose();
    }

    private static async Task<IAttachedContainer> StartContainerAsync(IContainerEngine engine, string image, int port, CancellationToken cancellationToken)
    {
        var recipe = new ContainerRecipe(
            image,
            [
                "perl", "-e", Script,
                .. new[] { Port, RelayConnection.Window, MostConnections }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
            ],
            new Dictionary<string, string> { [Label] = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}@{Environment.MachineName}") },
            Port,
            port);
        try
        {
            return await engine.RunContainerAsync(recipe, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException)
        {
            // Engines word it differently when a port is taken; whatever else it was will happen again.
            return await engine.RunContainerAsync(recipe with { HostPort = 0 }, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ReadScript()
    {
        using var stream = typeof(RelayEndpoint).Assembly.GetManifestResourceStream($"{typeof(RelayEndpoint).Namespace}.relay.pl")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
