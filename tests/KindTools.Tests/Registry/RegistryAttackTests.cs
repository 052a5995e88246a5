using System.Net;
using System.Net.Sockets;
using System.Text;
using KindTools.Core.Registry;

namespace KindTools.Tests.Registry;

/// <summary>The endpoint as somebody sees it who is no engine.</summary>
public sealed class RegistryAttackTests : RegistryTest
{
    [Fact]
    public async Task Content_that_is_not_what_the_digest_says_is_refused()
    {
        using var completed = await SendAsync(HttpMethod.Put, await StartAsync() + "?digest=" + DigestOf([1]), new ByteArrayContent(Blob));

        Assert.Equal(HttpStatusCode.BadRequest, completed.StatusCode);
    }

    [Theory]
    [InlineData("HEAD", "other/blobs/sha256:0")]
    [InlineData("GET", "kindtools-secret/manifests/p1-1")]
    [InlineData("GET", "_catalog")]
    public async Task It_gives_nothing_away(string method, string path)
    {
        using var answer = await SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "other/blobs/uploads/")]
    [InlineData("PUT", "other/manifests/latest")]
    [InlineData("DELETE", "kindtools-secret/manifests/p1-1")]
    public async Task It_takes_nothing_for_a_name_that_it_did_not_give_out(string method, string path)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, new ByteArrayContent([1]));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Empty(Taken.Manifests);
    }

    [Fact]
    public async Task An_upload_that_was_not_begun_is_not_gone_on_with()
    {
        using var appended = await SendAsync(HttpMethod.Patch, "kindtools-secret/blobs/uploads/mine", new ByteArrayContent([1]));
        using var completed = await SendAsync(HttpMethod.Put, $"kindtools-secret/blobs/uploads/mine?digest={DigestOf([1])}", new ByteArrayContent([1]));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed), (appended.StatusCode, completed.StatusCode));
        Assert.Empty(Taken.Uploads);
    }

    [Fact]
    public async Task An_upload_that_was_completed_is_not_completed_again()
    {
        var upload = await StartAsync() + "?digest=" + BlobDigest;
        using var first = await SendAsync(HttpMethod.Put, upload, new ByteArrayContent(Blob));

        using var replay = await SendAsync(HttpMethod.Put, upload, new ByteArrayContent([1]));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.MethodNotAllowed), (first.StatusCode, replay.StatusCode));
        Assert.Single(Taken.Uploads);
    }

    [Theory]
    [InlineData("GET /v2/ HTTP/1.1\r\nX: ")] // Headers without an end.
    [InlineData("PUT /v2/other/blobs/uploads/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n")] // A body that is not wanted, without an end.
    [InlineData("PATCH /v2/kindtools-secret/blobs/uploads/x HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n")]
    [InlineData("PUT /v2/kindtools-secret/manifests/x HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n")] // A manifest larger than any.
    [InlineData("POST /v2/kindtools-secret/blobs/uploads/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n")] // A body that says nothing.
    [InlineData("POST /v2/kindtools-secret/blobs/uploads/ HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n")]
    [InlineData("PUT /v2/kindtools-secret/manifests/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")] // The length of a chunk, without an end.
    public async Task What_has_no_end_is_not_listened_to(string start)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), Token);

        var part = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var parts = 0; parts < 1024; parts++) await stream.WriteAsync(part, Token);
        });
        using var other = await Client.GetAsync("", Token);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_chunk_of_a_negative_length_is_none()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Port, Token);
        var chunks = "PUT /v2/kindtools-secret/manifests/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n\r\n0\r\n\r\n";

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(chunks), Token);

        Assert.Equal(0, await socket.GetStream().ReadAsync(new byte[1], Token));
        Assert.Empty(Taken.Manifests);
    }

    [Fact]
    public async Task There_is_a_limit_to_uploads_that_are_begun_and_not_ended()
    {
        for (var begun = 0; begun < 256; begun++) await StartAsync();

        using var refused = await SendAsync(HttpMethod.Post, "kindtools-secret/blobs/uploads/");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task AClient_that_says_nothing_holds_up_no_other()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, Port, Token);
        await slow.GetStream().WriteAsync("PUT /v2/kindt"u8.ToArray(), Token);

        using var completed = await SendAsync(HttpMethod.Put, await StartAsync() + "?digest=" + BlobDigest, new ByteArrayContent(Blob));

        Assert.Equal(HttpStatusCode.Created, completed.StatusCode);
    }

    [Fact]
    public async Task There_is_a_limit_to_connections_at_a_time()
    {
        var clients = Enumerable.Range(0, 100).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var client in clients) await client.ConnectAsync(IPAddress.Loopback, Port, Token);

            var last = clients[^1].GetStream();
            Assert.Equal(0, await last.ReadAsync(new byte[1], Token));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_alone_and_no_longer_than_it_is_needed()
    {
        var port = Port;
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port);
        Assert.Equal([IPAddress.Loopback], listeners.Select(end => end.Address));

        await Endpoint.DisposeAsync();

        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port, Token));
        Endpoint = RegistryEndpoint.Start(new EndpointIdentity(port, "kindtools-secret"), Taken);
        Assert.StartsWith($"127.0.0.1:{port}/", Endpoint.Repository);
    }
}
