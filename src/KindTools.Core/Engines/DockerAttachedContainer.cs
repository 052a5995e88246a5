using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KindTools.Core.Engines;

/// <summary>A container started through the engine's API, attached before it runs, so that nothing it says is missed.</summary>
internal sealed class DockerAttachedContainer : IAttachedContainer
{
    private const int LongestError = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly DockerClient _client;
    private readonly string _id;
    private readonly MultiplexedStream _stream;
    private readonly StringBuilder _error = new();

    private DockerAttachedContainer(DockerClient client, string id, MultiplexedStream stream, int hostPort)
    {
        _client = client;
        _id = id;
        _stream = stream;
        HostPort = hostPort;
    }

    /// <inheritdoc/>
    public int HostPort { get; }

    /// <inheritdoc/>
    public string Error => _error.ToString().Trim();

    /// <summary>Makes and starts a container.</summary>
    /// <exception cref="TimeoutException">The engine has made none in time.</exception>
    public static Task<DockerAttachedContainer> StartAsync(DockerClient client, ContainerRecipe recipe, CancellationToken cancellationToken) =>
        StartAsync(client, recipe, Patience, cancellationToken);

    internal static async Task<DockerAttachedContainer> StartAsync(DockerClient client, ContainerRecipe recipe, TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var created = await CreateAsync(client, recipe, patience).ConfigureAwait(false);
        MultiplexedStream? stream = null;
        try
        {
            var streams = new ContainerAttachParameters { Stream = true, Stdin = true, Stdout = true, Stderr = true };
            stream = await client.Containers.AttachContainerAsync(created.ID, streams, cancellationToken).ConfigureAwait(false);
            await client.Containers.StartContainerAsync(created.ID, new ContainerStartParameters(), cancellationToken).ConfigureAwait(false);
            var port = recipe.HostPort > 0 ? recipe.HostPort : await FindPortAsync(client, created.ID, recipe, cancellationToken).ConfigureAwait(false);
            return new DockerAttachedContainer(client, created.ID, stream, port);
        }
        catch
        {
            await GiveUpAsync(client, created.ID).ConfigureAwait(false);
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Removes a container, running or not; one that is gone or going is no failure.</summary>
    public static async Task RemoveAsync(DockerClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            await client.Containers
                .RemoveContainerAsync(id, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DockerApiException exception) when (exception.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It had ended, and the engine removes it by itself.
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // The client library's stream takes an empty read for the end of the connection.
        if (buffer.IsEmpty) return 0;
        if (!MemoryMarshal.TryGetArray<byte>(buffer, out var segment)) throw new ArgumentException("The buffer is no array.", nameof(buffer));

        while (true)
        {
            var read = await _stream.ReadOutputAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
            if (read.EOF || read.Target != MultiplexedStream.TargetStream.StandardError) return read.Count;
            if (_error.Length < LongestError) _error.Append(Encoding.UTF8.GetString(segment.Array!, segment.Offset, read.Count));
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (!MemoryMarshal.TryGetArray(data, out var segment)) segment = new ArraySegment<byte>(data.ToArray());
        await _stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removed by hand, because its going by itself would be a moment later.</summary>
    public async ValueTask DisposeAsync()
    {
        await GiveUpAsync(_client, _id).ConfigureAwait(false);
        _stream.Dispose();
    }

    // Not to be cancelled: it would be left open whether the engine has made one.
    private static async Task<CreateContainerResponse> CreateAsync(DockerClient client, ContainerRecipe recipe, TimeSpan patience)
    {
        using var waiting = new CancellationTokenSource(patience);
        try
        {
            return await client.Containers.CreateContainerAsync(Parameters(recipe), waiting.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It did not make a container within {patience.TotalSeconds:0} seconds.");
        }
    }

    private static async Task GiveUpAsync(DockerClient client, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await RemoveAsync(client, id, patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DockerApiException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            // It ends when its input does, and then the engine removes it; one that has not begun, a later session does.
        }
    }

    private static CreateContainerParameters Parameters(ContainerRecipe recipe)
    {
        var port = string.Create(CultureInfo.InvariantCulture, $"{recipe.Port}/tcp");
        return new CreateContainerParameters
        {
            Image = recipe.Image,
            Entrypoint = [recipe.Command[0]],
            Cmd = [.. recipe.Command.Skip(1)],
            User = "65534:65534", // nobody
            Labels = recipe.Labels.ToDictionary(),
            ExposedPorts = new Dictionary<string, EmptyStruct> { [port] = default },
            OpenStdin = true,
            StdinOnce = true, // Its input ends with our connection.
            AttachStdin = true,
            AttachStdout = true,
            AttachStderr = true,
            HostConfig = new HostConfig
            {
                AutoRemove = true,
                NetworkMode = "bridge",
                PortBindings = new Dictionary<string, IList<PortBinding>>
                {
                    [port] = [new PortBinding { HostIP = "127.0.0.1", HostPort = recipe.HostPort > 0 ? recipe.HostPort.ToString(CultureInfo.InvariantCulture) : "" }],
                },
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                ReadonlyRootfs = true,
                LogConfig = new LogConfig { Type = "none", Config = new Dictionary<string, string>() }, // The output is no log: whole images.
            },
        };
    }

    private static async Task<int> FindPortAsync(DockerClient client, string id, ContainerRecipe recipe, CancellationToken cancellationToken)
    {
        var container = await client.Containers.InspectContainerAsync(id, cancellationToken).ConfigureAwait(false);
        var bindings = container.NetworkSettings?.Ports?[string.Create(CultureInfo.InvariantCulture, $"{recipe.Port}/tcp")];
        return bindings is [{ HostPort: { } port }, ..] ? int.Parse(port, CultureInfo.InvariantCulture) : throw new IOException("It did not publish the container's port.");
    }
}
