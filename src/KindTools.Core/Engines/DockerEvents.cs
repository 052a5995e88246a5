using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Docker.DotNet;
using Docker.DotNet.Models;
using KindTools.Core.Nodes;

namespace KindTools.Core.Engines;

/// <summary>
/// An engine's events from its API (moby <c>api/types/events</c>, podman <c>libpod/events</c>). They are asked for from a
/// moment on that the engine's own clock tells, because the call does not say when it has begun to listen.
/// </summary>
internal sealed class DockerEvents(DockerEngine engine, DockerClient client)
{
    /// <summary>The last five are podman's words, or come with other engines only: one that is unknown does no harm.</summary>
    private static readonly string[] Actions = ["tag", "load", "import", "pull", "start", "create", "build", "loadfromarchive"];

    public async IAsyncEnumerable<EngineEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = await TimeAsync(cancellationToken).ConfigureAwait(false);
        yield return new EngineEvent(EngineEventKind.Following, "");

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var events = Channel.CreateUnbounded<EngineEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var listening = ListenAsync(since, events.Writer, ending.Token);
        try
        {
            await foreach (var step in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return step;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    /// <summary>What a message says; null for what is of no interest.</summary>
    internal static EngineEvent? Read(Message message) => (message.Type, message.Action) switch
    {
        ("image", "pull") => new EngineEvent(EngineEventKind.ImagePulled, message.Actor?.ID ?? ""),
        ("image", _) => new EngineEvent(EngineEventKind.ImageNamed, Attribute(message, "name") ?? message.Actor?.ID ?? ""),
        ("container", "start") when Attribute(message, KindLabels.Cluster) is not null => new EngineEvent(EngineEventKind.NodeStarted, Attribute(message, "name") ?? ""),
        _ => null,
    };

    private static string? Attribute(Message message, string name) => message.Actor?.Attributes?.TryGetValue(name, out var value) == true ? value : null;

    private async Task<string> TimeAsync(CancellationToken cancellationToken)
    {
        var system = await engine.AskAsync(() => client.System.GetSystemInfoAsync(cancellationToken)).ConfigureAwait(false);
        var time = DateTimeOffset.TryParse(system.SystemTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var told) ? told : DateTimeOffset.UtcNow;
        return string.Create(CultureInfo.InvariantCulture, $"{(time - DateTimeOffset.UnixEpoch).TotalSeconds:0.000000}");
    }

    /// <summary>Writes until the connection ends, in whatever way; that is how the channel ends too.</summary>
    private async Task ListenAsync(string since, ChannelWriter<EngineEvent> events, CancellationToken cancellationToken)
    {
        var parameters = new ContainerEventsParameters
        {
            Since = since,
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["type"] = new Dictionary<string, bool> { ["image"] = true, ["container"] = true },
                ["event"] = Actions.ToDictionary(action => action, _ => true),
            },
        };
        try
        {
            await engine.AskAsync(async () =>
            {
                await client.System.MonitorEventsAsync(parameters, new Listener(events), cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            events.Complete();
        }
        catch (Exception exception)
        {
            events.Complete(exception);
        }
    }

    private sealed class Listener(ChannelWriter<EngineEvent> events) : IProgress<Message>
    {
        public void Report(Message value)
        {
            if (Read(value) is { } read) events.TryWrite(read);
        }
    }
}
