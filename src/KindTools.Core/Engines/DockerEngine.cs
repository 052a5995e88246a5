using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using KindTools.Core.Images;

namespace KindTools.Core.Engines;

/// <summary>An engine that speaks Docker's API: Docker itself, or podman's compatible service.</summary>
internal sealed class DockerEngine : IContainerEngine
{
    private readonly DockerClient _client;

    private DockerEngine(EngineEndpoint endpoint, DockerClient client)
    {
        Endpoint = endpoint;
        _client = client;
    }

    /// <inheritdoc/>
    public EngineEndpoint Endpoint { get; }

    /// <summary>Connects and waits for a first answer.</summary>
    public static async Task<DockerEngine> ConnectAsync(EngineEndpoint endpoint, CancellationToken cancellationToken)
    {
        var builder = new DockerClientBuilder()
            .WithEndpoint(endpoint.Address)
            .WithTimeout(Timeout.InfiniteTimeSpan); // Cancellation tokens tell when to give up.
        if (endpoint.Address.Scheme == "ssh") builder = builder.WithTransportOptions(new SshHandlerFactory(), SshTarget.From(endpoint.Address));
        else if (endpoint.Tls is { } tls) builder = builder.WithAuthProvider(TlsCredentials.From(tls));

        var client = builder.Build();
        try
        {
            await client.System.PingAsync(cancellationToken).ConfigureAwait(false);
            return new DockerEngine(endpoint, client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EngineContainer>> ListContainersAsync(string label, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [label] = true },
            };
            var containers = await _client.Containers
                .ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, cancellationToken)
                .ConfigureAwait(false);
            return (IReadOnlyList<EngineContainer>)[.. containers.Select(Describe)];
        });

    /// <inheritdoc/>
    public Task<IExecSession> StartExecAsync(string containerId, IReadOnlyList<string> command, bool withInput, CancellationToken cancellationToken) =>
        AskAsync<IExecSession>(async () => await StartAsync(containerId, command, withInput, output: null, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task<IAttachedContainer> RunContainerAsync(ContainerRecipe recipe, CancellationToken cancellationToken) =>
        AskAsync<IAttachedContainer>(async () => await DockerAttachedContainer.StartAsync(_client, recipe, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken) =>
        AskAsync(() => DockerAttachedContainer.RemoveAsync(_client, containerId, cancellationToken));

    /// <inheritdoc/>
    public Task<ExecResult> ReadExecAsync(string containerId, IReadOnlyList<string> command, Stream output, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            using var session = await StartAsync(containerId, command, withInput: false, output, cancellationToken).ConfigureAwait(false);
            return await session.CompleteAsync(cancellationToken).ConfigureAwait(false);
        });

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, EngineImage?>> FindImagesAsync(IEnumerable<string> references, CancellationToken cancellationToken) =>
        AskAsync(() => new DockerImages(_client).FindAsync(references, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<EngineImageName>> ListImagesAsync(CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var images = await _client.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken).ConfigureAwait(false);
            return (IReadOnlyList<EngineImageName>)
            [
                .. images.SelectMany(image => image.RepoTags ?? [], (image, name) => new EngineImageName(name, image.ID, image.Size, new DateTimeOffset(image.Created.ToUniversalTime())))
                    .Where(image => image.Name != "<none>:<none>")
                    .OrderBy(image => image.Name, StringComparer.Ordinal),
            ];
        });

    /// <inheritdoc/>
    public IAsyncEnumerable<EngineEvent> FollowEventsAsync(CancellationToken cancellationToken) => new DockerEvents(this, _client).FollowAsync(cancellationToken);

    /// <inheritdoc/>
    public Task TagImageAsync(string reference, string repository, string tag, CancellationToken cancellationToken) =>
        AskAsync(() => _client.Images.TagImageAsync(reference, new ImageTagParameters { RepositoryName = repository, Tag = tag }, cancellationToken));

    /// <inheritdoc/>
    public Task RemoveTagAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            try
            {
                await _client.Images.DeleteImageAsync(reference, new ImageDeleteParameters { NoPrune = true }, cancellationToken).ConfigureAwait(false);
            }
            catch (DockerApiException gone) when (gone.StatusCode == HttpStatusCode.NotFound)
            {
                // Somebody else was quicker.
            }
        });

    /// <inheritdoc/>
    public async Task PushImageAsync(string reference, ImagePlatform? platform, Action<double> progress, CancellationToken cancellationToken)
    {
        var answer = new PushAnswer(progress);
        var parameters = new ImagePushParameters { Platform = platform?.ToJson() };
        await AskAsync(() => _client.Images.PushImageAsync(reference, parameters, new AuthConfig(), answer, cancellationToken)).ConfigureAwait(false);

        if (answer.Error is { } error)
            throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, $"The container engine at {Endpoint} could not push '{reference}': {error}", reference);
    }

    /// <inheritdoc/>
    public Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken) =>
        AskAsync(() => _client.Images.SaveImagesAsync([.. references], cancellationToken));

    /// <inheritdoc/>
    public async Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken)
    {
        var answer = new PushAnswer();
        await AskAsync(() => _client.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, archive, answer, cancellationToken)).ConfigureAwait(false);

        if (answer.Error is { } error)
            throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, $"The container engine at {Endpoint} could not load the archive: {error}");
    }

    /// <inheritdoc/>
    public Task<EngineFacts> DescribeAsync(CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var version = await _client.System.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            var info = await _client.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
            return EngineDescription.From(version, info);
        });

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>How a command ended, once it has; null while it runs.</summary>
    internal Task<long?> FindExitCodeAsync(string execId, CancellationToken cancellationToken) =>
        AskAsync(async () =>
        {
            var exec = await _client.Exec.InspectContainerExecAsync(execId, cancellationToken).ConfigureAwait(false);
            return exec.Running ? null : (long?)(exec.ExitCode ?? -1);
        });

    private static EngineContainer Describe(ContainerListResponse container) => new(
        container.ID,
        container.Names.FirstOrDefault(container.ID).TrimStart('/'),
        container.Image,
        container.State,
        new DateTimeOffset(DateTime.SpecifyKind(container.Created, DateTimeKind.Utc)),
        container.Labels.AsReadOnly(),
        [.. Addresses(container)],
        [
            .. (container.Ports ?? [])
                .Where(port => port.PublicPort is > 0)
                .Select(port => new PublishedPort(port.PrivatePort, port.IP?.ToString() ?? "0.0.0.0", port.PublicPort!.Value)),
        ]);

    private static IEnumerable<IPAddress> Addresses(ContainerListResponse container)
    {
        var networks = container.NetworkSettings?.Networks?.Values ?? [];
        return networks.Select(network => network.IPAddress)
            .Concat(networks.Select(network => network.GlobalIPv6Address))
            .Select(text => IPAddress.TryParse(text, out var address) ? address : null)
            .OfType<IPAddress>();
    }

    private async Task<DockerExecSession> StartAsync(string containerId, IReadOnlyList<string> command, bool withInput, Stream? output, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecCreateParameters { AttachStdin = withInput, AttachStdout = true, AttachStderr = true, Cmd = [.. command] };
        var exec = await _client.Exec.CreateContainerExecAsync(containerId, parameters, cancellationToken).ConfigureAwait(false);
        var stream = await _client.Exec
            .StartContainerExecAsync(exec.ID, new ContainerExecStartParameters { Detach = false, TTY = false }, cancellationToken)
            .ConfigureAwait(false);
        return new DockerExecSession(this, exec.ID, stream, withInput, output);
    }

    private async Task AskAsync(Func<Task> question) =>
        await AskAsync(async () =>
        {
            await question().ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);

    /// <summary>What the engine or the connection to it says, in our terms.</summary>
    internal async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (DockerApiException exception)
        {
            throw new KindToolsException(
                "EngineRefused",
                FailureCategory.InvalidOperation,
                $"The container engine at {Endpoint} refused: {EngineMessage.From(exception)}",
                innerException: exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or TimeoutException)
        {
            throw new KindToolsException(
                "EngineConnectionLost",
                FailureCategory.ConnectionError,
                $"The connection to the container engine at {Endpoint} failed: {exception.GetBaseException().Message} Is the engine still running?",
                innerException: exception);
        }
    }
}
