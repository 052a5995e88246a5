using System.Text;
using KindTools.Core.Engines;
using KindTools.Core.Images;

namespace KindTools.Tests.Fakes;

/// <summary>An engine that has what a test gives it.</summary>
internal sealed class FakeEngine : IContainerEngine
{
    private readonly Lock _gate = new();
    private readonly List<FakeExecSession> _sessions = [];

    public EngineEndpoint Endpoint { get; init; } = new(new Uri("unix:///fake.sock"), "a test");

    public EngineFacts Facts { get; init; } = new("Docker", "28.5.2", "1.51", "linux/amd64", "Debian GNU/Linux 13", "containerd", "overlayfs", IsRootless: false);

    public List<EngineContainer> Containers { get; } = [];

    public List<string> RemovedContainers { get; } = [];

    public Dictionary<string, EngineImage> Images { get; } = [];

    /// <summary>What runs when a command is started: container id and command.</summary>
    public Func<string, IReadOnlyList<string>, FakeExecSession> Exec { get; set; } = (_, _) => new FakeExecSession();

    /// <summary>The archive for references.</summary>
    public Func<IReadOnlyList<string>, Stream> Save { get; set; } = _ => Stream.Null;

    /// <summary>One connection's events.</summary>
    public Func<CancellationToken, IAsyncEnumerable<EngineEvent>> Events { get; set; } = _ => throw new InvalidOperationException("Nothing happens here.");

    /// <summary>What happens to an archive that it is to load.</summary>
    public Func<Stream, CancellationToken, Task> Load { get; set; } = (archive, token) => archive.CopyToAsync(Stream.Null, token);

    /// <summary>How it pushes an image under a name; without it, it lives where nothing of ours can be reached.</summary>
    public Func<string, Action<double>, CancellationToken, Task>? Push { get; init; }

    /// <summary>What happens to a name that is to go, before it goes.</summary>
    public Action<string> Untagging { get; init; } = _ => { };

    public IReadOnlyList<FakeExecSession> Sessions
    {
        get
        {
            lock (_gate) return [.. _sessions];
        }
    }

    /// <summary>A command that says something and ends well.</summary>
    public static FakeExecSession Says(string output) => Says(Encoding.UTF8.GetBytes(output));

    /// <summary>A command that says something and ends well.</summary>
    public static FakeExecSession Says(byte[] output) => new() { Completing = (_, _) => Task.FromResult(new ExecResult(0, output, "")) };

    /// <summary>A command that fails.</summary>
    public static FakeExecSession Fails(int exitCode, string error) => new() { Completing = (_, _) => Task.FromResult(new ExecResult(exitCode, [], error)) };

    public Task<EngineFacts> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(Facts);

    public Task<IReadOnlyList<EngineContainer>> ListContainersAsync(string label, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EngineContainer>>([.. Containers.Where(container => container.Labels.ContainsKey(label))]);

    public Task<IExecSession> StartExecAsync(string containerId, IReadOnlyList<string> command, bool withInput, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = Exec(containerId, command);
        lock (_gate) _sessions.Add(session);
        return Task.FromResult<IExecSession>(session);
    }

    public Task<IAttachedContainer> RunContainerAsync(ContainerRecipe recipe, CancellationToken cancellationToken) =>
        throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "no containers of yours here");

    public Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken)
    {
        RemovedContainers.Add(containerId);
        return Task.CompletedTask;
    }

    public async Task<ExecResult> ReadExecAsync(string containerId, IReadOnlyList<string> command, Stream output, CancellationToken cancellationToken)
    {
        using var session = await StartExecAsync(containerId, command, withInput: false, cancellationToken);
        var result = await session.CompleteAsync(cancellationToken);
        foreach (var part in result.Output.Chunk(1000)) await output.WriteAsync(part, cancellationToken);
        return result with { Output = [] };
    }

    public Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken) => Load(archive, cancellationToken);

    /// <summary>What is being tagged anew, and so is not found once.</summary>
    public HashSet<string> Nameless { get; } = [];

    public Task<IReadOnlyDictionary<string, EngineImage?>> FindImagesAsync(IEnumerable<string> references, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, EngineImage?>>(
            references.Distinct().ToDictionary(reference => reference, reference => Nameless.Remove(reference) ? null : Images.GetValueOrDefault(reference)));

    public Task<IReadOnlyList<EngineImageName>> ListImagesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EngineImageName>>(
            [.. Images.Select(image => new EngineImageName(image.Key.Replace("docker.io/library/", "", StringComparison.Ordinal), image.Value.Id, image.Value.Size, DateTimeOffset.UnixEpoch))]);

    public IAsyncEnumerable<EngineEvent> FollowEventsAsync(CancellationToken cancellationToken) => Events(cancellationToken);

    public Task TagImageAsync(string reference, string repository, string tag, CancellationToken cancellationToken)
    {
        if (Push is null) throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "no tags here");
        Images[$"{repository}:{tag}"] = Images[reference];
        return Task.CompletedTask;
    }

    public Task RemoveTagAsync(string reference, CancellationToken cancellationToken)
    {
        Untagging(reference);
        Images.Remove(reference);
        return Task.CompletedTask;
    }

    public Task PushImageAsync(string reference, ImagePlatform? platform, Action<double> progress, CancellationToken cancellationToken) =>
        Push?.Invoke(reference, progress, cancellationToken) ?? throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, "no pushes here");

    public Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken) => Task.FromResult(Save(references));

    public void Dispose()
    {
    }
}
