using System.Collections.Concurrent;
using System.Globalization;
using KindTools.Core.Images;

namespace KindTools.Core.Registry;

/// <summary>The push half of the OCI distribution protocol (opencontainers/distribution-spec <c>spec.md</c>, "Push").</summary>
internal sealed class RegistryProtocol(string repository, IPushIntake intake) : IAsyncDisposable
{
    private const int LargestManifest = 4 * 1024 * 1024;

    /// <summary>What is read of a request that is refused, so that the answer arrives; more is not worth anybody's time.</summary>
    private const int LargestRefused = 64 * 1024;

    /// <summary>Uploads that were begun and not ended; engines have five at a time.</summary>
    private const int MostUploads = 256;

    private readonly string _blobs = $"/v2/{repository}/blobs/";
    private readonly string _uploads = $"/v2/{repository}/blobs/uploads/";
    private readonly string _manifests = $"/v2/{repository}/manifests/";

    /// <summary>Uploads by the names that were given out for them; null until their first byte.</summary>
    private readonly ConcurrentDictionary<string, IBlobUpload?> _started = new();

    public Task AnswerAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken) => request switch
    {
        { Method: "GET", Path: "/v2/" or "/v2" } => connection.RespondAsync(200, [], cancellationToken),
        { Method: "POST" } when request.Path == _uploads => StartAsync(connection, request, cancellationToken),
        { Method: "PATCH" } when request.Path.StartsWith(_uploads, StringComparison.Ordinal) => AppendAsync(connection, request, cancellationToken),
        { Method: "PUT" } when request.Path.StartsWith(_uploads, StringComparison.Ordinal) => CompleteAsync(connection, request, cancellationToken),
        { Method: "HEAD" } when request.Path.StartsWith(_blobs, StringComparison.Ordinal) => TellAsync(connection, request.Path[_blobs.Length..], cancellationToken),
        { Method: "PUT" } when request.Path.StartsWith(_manifests, StringComparison.Ordinal) => TakeManifestAsync(connection, request, cancellationToken),
        { Method: "HEAD" or "GET" } => connection.RespondAsync(404, [], cancellationToken),
        _ => RefuseAsync(connection, request, cancellationToken),
    };

    /// <summary>Ends uploads that the engine gave up.</summary>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_started.Values.OfType<IBlobUpload>().Select(upload => upload.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>The length matters: engines take it over into the manifest.</summary>
    private Task TellAsync(HttpConnection connection, string digest, CancellationToken cancellationToken) => intake.Find(digest) is { } length
        ? connection.RespondAsync(200, [("Content-Length", length.ToString(CultureInfo.InvariantCulture)), ("Docker-Content-Digest", digest)], cancellationToken)
        : connection.RespondAsync(404, [], cancellationToken);

    private async Task StartAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken)
    {
        // Engines send none: what comes beside the question is no blob yet.
        if (request.Length is not (>= 0 and <= LargestRefused) || _started.Count >= MostUploads)
        {
            await RefuseAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        await connection.ReadBodyAsync(request, _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        if (request.Query.TryGetValue("mount", out var digest) && intake.Find(digest) is not null)
        {
            await connection.RespondAsync(201, [("Location", _blobs + digest), ("Docker-Content-Digest", digest)], cancellationToken).ConfigureAwait(false);
            return;
        }

        var id = Guid.NewGuid().ToString("N");
        _started[id] = null;
        await connection.RespondAsync(202, [("Location", _uploads + id), ("Range", "0-0"), ("Docker-Upload-UUID", id)], cancellationToken).ConfigureAwait(false);
    }

    private async Task AppendAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken)
    {
        var id = request.Path[_uploads.Length..];
        if (!_started.TryGetValue(id, out var upload))
        {
            await RefuseAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (upload is null) _started[id] = upload = intake.StartUpload(digest: null);
        await connection.ReadBodyAsync(request, data => upload.AppendAsync(data, cancellationToken), cancellationToken).ConfigureAwait(false);
        var last = Math.Max(0, upload.Length - 1).ToString(CultureInfo.InvariantCulture);
        await connection.RespondAsync(202, [("Location", request.Path), ("Range", "0-" + last), ("Docker-Upload-UUID", id)], cancellationToken).ConfigureAwait(false);
    }

    private async Task CompleteAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.Query.TryGetValue("digest", out var digest) || !_started.TryRemove(request.Path[_uploads.Length..], out var started))
        {
            await RefuseAsync(connection, request, cancellationToken).ConfigureAwait(false);
            return;
        }

        var upload = started ?? intake.StartUpload(digest);
        await using (upload.ConfigureAwait(false))
        {
            await connection.ReadBodyAsync(request, data => upload.AppendAsync(data, cancellationToken), cancellationToken).ConfigureAwait(false);
            var whole = await upload.CompleteAsync(digest, cancellationToken).ConfigureAwait(false);
            await connection.RespondAsync(whole ? 201 : 400, [("Location", _blobs + digest), ("Docker-Content-Digest", digest)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TakeManifestAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        await connection.ReadBodyAsync(
            request,
            data =>
            {
                if (content.Length + data.Length > LargestManifest) throw new IOException("The manifest is larger than any manifest is.");
                content.Write(data.Span);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);

        var digest = ContentDigest.Of(content.ToArray());
        intake.TakeManifest(request.Path[_manifests.Length..], digest, content.ToArray());
        await connection.RespondAsync(201, [("Location", _manifests + digest), ("Docker-Content-Digest", digest)], cancellationToken).ConfigureAwait(false);
    }

    private static async Task RefuseAsync(HttpConnection connection, HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Length <= LargestRefused)
        {
            await connection.ReadBodyAsync(request, _ => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
            await connection.RespondAsync(405, [], cancellationToken).ConfigureAwait(false);
            return;
        }

        await connection.RespondAsync(405, [("Connection", "close")], cancellationToken).ConfigureAwait(false);
        throw new IOException("A request that was refused goes on and on.");
    }
}
