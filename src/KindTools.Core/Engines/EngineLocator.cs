using Docker.DotNet;

namespace KindTools.Core.Engines;

/// <summary>Connects to the first engine that answers.</summary>
public static class EngineLocator
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>Connects, or fails with what was tried and what each said.</summary>
    public static async Task<IContainerEngine> ConnectAsync(EngineEnvironment environment, IActivityLog log, CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        foreach (var endpoint in new EngineEndpointFinder(environment).Find())
        {
            var engine = await TryConnectAsync(endpoint, failures, cancellationToken).ConfigureAwait(false);
            if (engine is null) continue;

            log.Verbose($"Using the container engine at {endpoint}.");
            return engine;
        }

        throw new KindToolsException(
            "EngineNotReachable",
            FailureCategory.ConnectionError,
            "No container engine answers. Start Docker or podman, or set DOCKER_HOST to where it listens. Tried:"
                + string.Concat(failures.Select(failure => Environment.NewLine + "  " + failure)));
    }

    private static async Task<IContainerEngine?> TryConnectAsync(EngineEndpoint endpoint, List<string> failures, CancellationToken cancellationToken)
    {
        if (endpoint.Address is { Scheme: "unix", LocalPath: var socket } && !File.Exists(socket))
        {
            failures.Add($"{endpoint}: there is no such socket");
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTime);
        try
        {
            return await DockerEngine.ConnectAsync(endpoint, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failures.Add($"{endpoint}: no answer within {AnswerTime.TotalSeconds:0} seconds");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failures.Add($"{endpoint}: {(exception is DockerApiException answer ? EngineMessage.From(answer) : exception.GetBaseException().Message)}");
        }

        return null;
    }
}
