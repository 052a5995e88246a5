using System.Net;

namespace KindTools.Tests.Fakes;

/// <summary>Pushes images as Docker does: asks for each blob, sends those that are not there, then the manifest.</summary>
internal sealed class Pusher
{
    /// <summary>The digests of the blobs that were sent.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>What is sent in place of a blob.</summary>
    public Func<byte[], byte[]> Sending { get; init; } = blob => blob;

    /// <summary>The classic store does not know the length of a layer that it compresses on the way.</summary>
    public bool InChunks { get; init; }

    /// <summary>Pushes to a registry under a name, <c>HOST:PORT/REPOSITORY:TAG</c>; says that the engine could not when it answers no.</summary>
    public async Task PushAsync(string name, TestImage image, CancellationToken cancellationToken)
    {
        var (host, repository, tag) = (name.Split('/')[0], name.Split('/')[1].Split(':')[0], name[(name.LastIndexOf(':') + 1)..]);
        using var client = new HttpClient { BaseAddress = new Uri($"http://{host}/v2/{repository}/") };
        foreach (var blob in image.Layers.Append(image.Config))
        {
            var digest = TestImage.Digest(blob);
            using var found = await SendAsync(client, HttpMethod.Head, "blobs/" + digest, null, cancellationToken);
            if (found.StatusCode == HttpStatusCode.OK) continue;

            using var started = await SendAsync(client, HttpMethod.Post, "blobs/uploads/", null, cancellationToken);
            var location = started.Headers.Location!.ToString();
            var content = new ByteArrayContent(Sending(blob));
            if (InChunks)
            {
                using var appended = await SendAsync(client, HttpMethod.Patch, location, content, cancellationToken);
                Require(appended, HttpStatusCode.Accepted);
            }

            using var completed = await SendAsync(client, HttpMethod.Put, $"{location}?digest={digest}", InChunks ? null : content, cancellationToken);
            Require(completed, HttpStatusCode.Created);
            Sent.Add(digest);
        }

        using var taken = await SendAsync(client, HttpMethod.Put, "manifests/" + tag, new ByteArrayContent(image.Manifest), cancellationToken);
        Require(taken, HttpStatusCode.Created);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (InChunks && content is not null) request.Headers.TransferEncodingChunked = true;
        return await client.SendAsync(request, cancellationToken);
    }

    private static void Require(HttpResponseMessage answer, HttpStatusCode status)
    {
        if (answer.StatusCode != status) throw new KindToolsException("EngineRefused", FailureCategory.InvalidOperation, $"the registry answered {(int)answer.StatusCode}");
    }
}
