using Docker.DotNet;

namespace KindTools.Core.Engines;

/// <summary>Connects to the first engine that answers.</summary>
public static class EngineLocator
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>Longer than ssh itself tries, so that it can say what is wrong.</summary>
    private static readonly TimeSpan AnswerTimeOverSsh = TimeSpan.FromSeconds(30);

    /// <summary>Connects, or fails with what was tried and what each said.</summary>
    public static async Task<IContainerEngine> ConnectAsync(EngineEnvironment environment, IActivityLog log, CancellationToken cancellationToken)
    {
        var search = await SearchAsync(environment, cancellationToken).ConfigureAwait(false);
        if (search.Engine is { } engine)
        {
            log.Verbose($"Using the container engine at {engine.Endpoint}.");
            return engine;
        }

        throw new KindToolsException(
            "EngineNotReachable",
            FailureCategory.ConnectionError,
            "No container engine answers. Start Docker or podman, or set DOCKER_HOST to where it listens. Tried:"
                + string.Concat(search.Attempts.Select(attempt => $"{Environment.NewLine}  {attempt.Endpoint}: {attempt.Failure}")));
    }

    /// <summary>Looks in every place until an engine answers.</summary>
    /// <exception cref="KindToolsException">The user's choice of an engine cannot be understood.</exception>
    public static async Task<EngineSearch> SearchAsync(EngineEnvironment environment, CancellationToken cancellationToken)
    {
        var attempts = new List<EngineAttempt>();
        foreach (var endpoint in new EngineEndpointFinder(environment).Find())
        {
            var (engine, failure) = await TryConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            attempts.Add(new EngineAttempt(endpoint, failure));
            if (engine is not null) return new EngineSearch(engine, attempts);
        }

        return new EngineSearch(Engine: null, attempts);
    }

    private static async Task<(IContainerEngine? Engine, string? Failure)> TryConnectAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        if (endpoint.Address is { Scheme: "unix", LocalPath: var socket } && !File.Exists(socket)) return (null, "there is no such socket");

        var time = endpoint.Address.Scheme == "ssh" ? AnswerTimeOverSsh : AnswerTime;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(time);
        try
        {
            return (await DockerEngine.ConnectAsync(endpoint, patience.Token).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {time.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (null, exception is DockerApiException answer ? EngineMessage.From(answer) : exception.GetBaseException().Message);
        }
    }
}
