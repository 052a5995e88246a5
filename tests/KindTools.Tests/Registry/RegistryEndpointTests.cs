using System.Net;
using System.Net.Sockets;
using System.Text;
using KindTools.Core.Registry;

namespace KindTools.Tests.Registry;

/// <summary>The endpoint as an engine sees it.</summary>
public sealed class RegistryEndpointTests : RegistryTest
{
    [Fact]
    public async Task It_is_a_registry()
    {
        using var answer = await Client.GetAsync("", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("registry/2.0", answer.Headers.GetValues("Docker-Distribution-Api-Version").Single());
    }

    [Fact]
    public async Task A_blob_that_need_not_come_is_there_with_its_length()
    {
        Taken.Known[BlobDigest] = 4711;

        using var there = await SendAsync(HttpMethod.Head, $"kindtools-secret/blobs/{BlobDigest}");
        using var absent = await SendAsync(HttpMethod.Head, $"kindtools-secret/blobs/{DigestOf([1])}");

        Assert.Equal((HttpStatusCode.OK, 4711), (there.StatusCode, there.Content.Headers.ContentLength));
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task A_blob_comes_in_one_piece_with_its_length()
    {
        using var completed = await SendAsync(HttpMethod.Put, await StartAsync() + "?digest=" + BlobDigest, new ByteArrayContent(Blob));

        Assert.Equal(HttpStatusCode.Created, completed.StatusCode);
        Assert.Equal(BlobDigest, completed.Headers.GetValues("Docker-Content-Digest").Single());
        Assert.Equal(Blob, Taken.Uploads.Single().Content);
        Assert.Equal(BlobDigest, Taken.Uploads.Single().Expected);
    }

    [Fact]
    public async Task A_blob_comes_in_chunks_of_unknown_length()
    {
        var location = await StartAsync();
        using var chunked = new HttpRequestMessage(HttpMethod.Patch, location) { Content = new StreamContent(new MemoryStream(Blob)) };
        chunked.Headers.TransferEncodingChunked = true;

        using var appended = await Client.SendAsync(chunked, Token);
        using var completed = await SendAsync(HttpMethod.Put, location + "?digest=" + BlobDigest);

        Assert.Equal((HttpStatusCode.Accepted, "0-299999"), (appended.StatusCode, appended.Headers.GetValues("Range").Single()));
        Assert.Equal(HttpStatusCode.Created, completed.StatusCode);
        Assert.Equal(Blob, Taken.Uploads.Single().Content);
        Assert.Null(Taken.Uploads.Single().Expected);
    }

    [Fact]
    public async Task A_blob_that_need_not_come_is_mounted()
    {
        Taken.Known[BlobDigest] = 1;

        using var mounted = await SendAsync(HttpMethod.Post, $"kindtools-secret/blobs/uploads/?mount={Uri.EscapeDataString(BlobDigest)}&from=other");

        Assert.Equal(HttpStatusCode.Created, mounted.StatusCode);
    }

    [Fact]
    public async Task A_manifest_is_taken_under_its_tag()
    {
        var manifest = Encoding.UTF8.GetBytes("""{"layers":[]}""");

        using var taken = await SendAsync(HttpMethod.Put, "kindtools-secret/manifests/p1-1", new ByteArrayContent(manifest));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(("p1-1", DigestOf(manifest)), (Taken.Manifests.Single().Reference, Taken.Manifests.Single().Digest));
    }

    /// <summary>An engine with the containerd store tries TLS, and HTTP only when the answer begins like HTTP.</summary>
    [Fact]
    public async Task An_attempt_at_TLS_is_answered_in_plain_HTTP()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, Token);
        await socket.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 }, Token);

        var answer = new byte[5];
        await socket.GetStream().ReadExactlyAsync(answer, Token);

        Assert.Equal("HTTP/", Encoding.ASCII.GetString(answer));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_no_obstacle()
    {
        await using var second = RegistryEndpoint.Start(new EndpointIdentity(Port, "kindtools-second"), Taken);

        Assert.NotEqual(Endpoint.Repository.Split('/')[0], second.Repository.Split('/')[0]);
    }
}
