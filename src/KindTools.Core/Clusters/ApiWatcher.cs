using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>Watches objects: a list, then what changes, for as long as the caller wants.</summary>
internal sealed class ApiWatcher(ApiTransport transport)
{
    private const int StreamSeconds = 290; // Then the server ends it, and the next one goes on.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly ApiTransport _transport = transport.Patient;
    private readonly ApiLister _lister = new(transport.Patient);

    /// <summary>Goes on after lost connections from where it was, and with a new list where the server has forgotten that.</summary>
    public async IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(ApiRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        while (true)
        {
            yield return new ClusterChange<T>(ClusterChangeKind.Listing, default);
            string? version = null, next = null;
            do
            {
                if (await PageAsync<T>(request, next, cancellationToken).ConfigureAwait(false) is not { } page)
                {
                    version = null;
                    break;
                }

                foreach (var item in page.Items ?? []) yield return new ClusterChange<T>(ClusterChangeKind.Listed, item);
                (version, next) = (page.Metadata?.ResourceVersion, page.Metadata?.ContinueProperty);
            }
            while (!string.IsNullOrEmpty(next));

            if (version is null)
            {
                await _transport.Pause(Breath, cancellationToken).ConfigureAwait(false);
                continue;
            }

            yield return new ClusterChange<T>(ClusterChangeKind.ListComplete, default);
            var position = new Position { Version = version };
            while (position.Version is not null)
            {
                await foreach (var change in StreamAsync<T>(request, position, cancellationToken).ConfigureAwait(false)) yield return change;
                if (!position.HasMoved) await _transport.Pause(Breath, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<ApiList<T>?> PageAsync<T>(ApiRequest request, string? next, CancellationToken cancellationToken)
    {
        try
        {
            return await _lister.PageAsync<T>(request, next, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiGoneException) when (next is not null)
        {
            return null;
        }
    }

    /// <summary>One connection's worth of changes. Ends when the connection does, and when the server has forgotten the position.</summary>
    private async IAsyncEnumerable<ClusterChange<T>> StreamAsync<T>(
        ApiRequest request, Position position, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        position.HasMoved = false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(StreamSeconds) + Slack);
        using var response = await OpenAsync(request, position, cancellationToken).ConfigureAwait(false);
        if (response is null) yield break;

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await ReadAsync(reader, patience.Token, cancellationToken).ConfigureAwait(false) is { } step)
        {
            position.HasMoved = true;
            if (step.Type == "ERROR")
            {
                // Whatever it is, 410 above all: what the server remembers now is all there is to go on from.
                (position.Version, position.HasMoved) = (null, false);
                yield break;
            }

            if (Read<T>(step) is not { Metadata: not null } item)
            {
                position.HasMoved = false;
                yield break;
            }

            position.Version = item.Metadata.ResourceVersion;
            if (KindOf(step.Type) is { } kind) yield return new ClusterChange<T>(kind, item);
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(ApiRequest request, Position position, CancellationToken cancellationToken)
    {
        var path = request.With(
            ("watch", "true"), ("allowWatchBookmarks", "true"), ("resourceVersion", position.Version), ("timeoutSeconds", $"{StreamSeconds}"));
        try
        {
            return await _transport.OpenAsync((request with { Verb = "watch" }).ToString(), path, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiGoneException)
        {
            (position.Version, position.HasMoved) = (null, true);
            return null;
        }
    }

    /// <summary>The next line; null when the connection has ended, in whatever way.</summary>
    private static async Task<ApiWatchEvent?> ReadAsync(StreamReader reader, CancellationToken patience, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(patience).ConfigureAwait(false) is { Length: > 0 } line ? JsonSerializer.Deserialize<ApiWatchEvent>(line, ApiJson.Options) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return null; // Cut off, maybe in the middle of a line.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // Dead without a word.
        }
    }

    /// <summary>The object of a line; null when it is none, which is as good as a connection cut off.</summary>
    private static T? Read<T>(ApiWatchEvent step)
    {
        try
        {
            return step.Object.Deserialize<T>(ApiJson.Options);
        }
        catch (Exception exception) when (ApiJson.IsUnreadable(exception))
        {
            return default;
        }
    }

    private static ClusterChangeKind? KindOf(string? type) => type switch
    {
        "ADDED" => ClusterChangeKind.Added,
        "MODIFIED" => ClusterChangeKind.Modified,
        "DELETED" => ClusterChangeKind.Deleted,
        _ => null, // A bookmark only moves the position.
    };

    /// <summary>Where the watch is.</summary>
    private sealed class Position
    {
        /// <summary>The last state seen; null when it is to be listed anew.</summary>
        public string? Version { get; set; }

        /// <summary>Whether the last connection brought anything.</summary>
        public bool HasMoved { get; set; }
    }
}
