using KindTools.Core.Images;

namespace KindTools.Core.Engines;

/// <summary>The container engine that kind's nodes run in. Failures are <see cref="KindToolsException"/>s.</summary>
public interface IContainerEngine : IDisposable
{
    /// <summary>Where it listens.</summary>
    EngineEndpoint Endpoint { get; }

    /// <summary>What it says of itself.</summary>
    Task<EngineFacts> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Containers with a label, running or not.</summary>
    Task<IReadOnlyList<EngineContainer>> ListContainersAsync(string label, CancellationToken cancellationToken);

    /// <summary>Starts a command in a running container.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="withInput">Whether its standard input is to be written.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<IExecSession> StartExecAsync(string containerId, IReadOnlyList<string> command, bool withInput, CancellationToken cancellationToken);

    /// <summary>Starts a container of ours, for a while.</summary>
    Task<IAttachedContainer> RunContainerAsync(ContainerRecipe recipe, CancellationToken cancellationToken);

    /// <summary>Removes a container, running or not; one that is gone already is no failure.</summary>
    Task RemoveContainerAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>Runs a command whose standard output is too much to keep.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="output">Where its standard output goes as it comes; slow writing slows the command.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<ExecResult> ReadExecAsync(string containerId, IReadOnlyList<string> command, Stream output, CancellationToken cancellationToken);

    /// <summary>Images by any names that the engine knows: each name with its image, or with null where there is none.</summary>
    Task<IReadOnlyDictionary<string, EngineImage?>> FindImagesAsync(IEnumerable<string> references, CancellationToken cancellationToken);

    /// <summary>The names of all images with a tag, in their order, and what they stand for.</summary>
    Task<IReadOnlyList<EngineImageName>> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What happens from now on, begun with <see cref="EngineEventKind.Following"/>. Ends when the connection does, with a
    /// failure or without one.
    /// </summary>
    IAsyncEnumerable<EngineEvent> FollowEventsAsync(CancellationToken cancellationToken);

    /// <summary>Gives an image another name.</summary>
    Task TagImageAsync(string reference, string repository, string tag, CancellationToken cancellationToken);

    /// <summary>Takes a name away; the image stays as long as it has another. A name that is gone already is no failure.</summary>
    Task RemoveTagAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Pushes an image to the registry that its name says.</summary>
    /// <param name="reference">The name.</param>
    /// <param name="platform">The one platform to push, where the engine holds several; null for what it has.</param>
    /// <param name="progress">Told how much of what is to be sent the engine has read, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    Task PushImageAsync(string reference, ImagePlatform? platform, Action<double> progress, CancellationToken cancellationToken);

    /// <summary>The archive of images, as the engine's save command writes it.</summary>
    Task<Stream> SaveImagesAsync(IReadOnlyList<string> references, CancellationToken cancellationToken);

    /// <summary>Takes the images of an archive, as the engine's load command does, reading it as it comes.</summary>
    Task LoadImagesAsync(Stream archive, CancellationToken cancellationToken);
}
