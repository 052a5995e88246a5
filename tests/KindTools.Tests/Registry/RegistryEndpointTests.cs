using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using KindTools.Core.Registry;

namespace KindTools.Tests.Registry;

/// <summary>The endpoint as a client of the distribution protocol sees it, over a real socket.</summary>
public sealed class RegistryEndpointTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Blob = RandomNumberGenerator.GetBytes(300_000);
    private static readonly string BlobDigest = DigestOf(Blob);

    private readonly Intake _intake = new();
    private readonly HttpClient _client = new();
    private RegistryEndpoint _endpoint = null!;

    public ValueTask InitializeAsync()
    {
        _endpoint = RegistryEndpoint.Start(new EndpointIdentity(0, "kindtools-secret"), _intake);
        _client.BaseAddress = new Uri($"http://{_endpoint.Repository.Split('/')[0]}/v2/");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task It_is_a_registry()
    {
        using var answer = await _client.GetAsync("", Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("registry/2.0", answer.Headers.GetValues("Docker-Distribution-Api-Version").Single());
    }

    [Fact]
    public async Task A_blob_that_need_not_come_is_there_with_its_length()
    {
        _intake.Known[BlobDigest] = 4711;

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
        Assert.Equal(Blob, _intake.Uploads.Single().Content);
        Assert.Equal(BlobDigest, _intake.Uploads.Single().Expected);
    }

    [Fact]
    public async Task A_blob_comes_in_chunks_of_unknown_length()
    {
        var location = await StartAsync();
        using var chunked = new HttpRequestMessage(HttpMethod.Patch, location) { Content = new StreamContent(new MemoryStream(Blob)) };
        chunked.Headers.TransferEncodingChunked = true;

        using var appended = await _client.SendAsync(chunked, Token);
        using var completed = await SendAsync(HttpMethod.Put, location + "?digest=" + BlobDigest);

        Assert.Equal((HttpStatusCode.Accepted, "0-299999"), (appended.StatusCode, appended.Headers.GetValues("Range").Single()));
        Assert.Equal(HttpStatusCode.Created, completed.StatusCode);
        Assert.Equal(Blob, _intake.Uploads.Single().Content);
        Assert.Null(_intake.Uploads.Single().Expected);
    }

    [Fact]
    public async Task Content_that_is_not_what_the_digest_says_is_refused()
    {
        using var completed = await SendAsync(HttpMethod.Put, await StartAsync() + "?digest=" + DigestOf([1]), new ByteArrayContent(Blob));

        Assert.Equal(HttpStatusCode.BadRequest, completed.StatusCode);
    }

    [Fact]
    public async Task A_blob_that_need_not_come_is_mounted()
    {
        _intake.Known[BlobDigest] = 1;

        using var mounted = await SendAsync(HttpMethod.Post, $"kindtools-secret/blobs/uploads/?mount={Uri.EscapeDataString(BlobDigest)}&from=other");

        Assert.Equal(HttpStatusCode.Created, mounted.StatusCode);
    }

    [Fact]
    public async Task A_manifest_is_taken_under_its_tag()
    {
        var manifest = Encoding.UTF8.GetBytes("""{"layers":[]}""");

        using var taken = await SendAsync(HttpMethod.Put, "kindtools-secret/manifests/p1-1", new ByteArrayContent(manifest));

        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(("p1-1", DigestOf(manifest)), (_intake.Manifests.Single().Reference, _intake.Manifests.Single().Digest));
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
        Assert.Empty(_intake.Manifests);
    }

    [Fact]
    public async Task An_upload_that_was_not_begun_is_not_gone_on_with()
    {
        using var appended = await SendAsync(HttpMethod.Patch, "kindtools-secret/blobs/uploads/mine", new ByteArrayContent([1]));
        using var completed = await SendAsync(HttpMethod.Put, $"kindtools-secret/blobs/uploads/mine?digest={DigestOf([1])}", new ByteArrayContent([1]));

        Assert.Equal((HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed), (appended.StatusCode, completed.StatusCode));
        Assert.Empty(_intake.Uploads);
    }

    [Fact]
    public async Task An_upload_that_was_completed_is_not_completed_again()
    {
        var upload = await StartAsync() + "?digest=" + BlobDigest;
        using var first = await SendAsync(HttpMethod.Put, upload, new ByteArrayContent(Blob));

        using var replay = await SendAsync(HttpMethod.Put, upload, new ByteArrayContent([1]));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.MethodNotAllowed), (first.StatusCode, replay.StatusCode));
        Assert.Single(_intake.Uploads);
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
        await socket.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(start), Token);

        var part = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var parts = 0; parts < 1024; parts++) await stream.WriteAsync(part, Token);
        });
        using var other = await _client.GetAsync("", Token);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_chunk_of_a_negative_length_is_none()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);
        var chunks = "PUT /v2/kindtools-secret/manifests/x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n\r\n0\r\n\r\n";

        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(chunks), Token);

        Assert.Equal(0, await socket.GetStream().ReadAsync(new byte[1], Token));
        Assert.Empty(_intake.Manifests);
    }

    [Fact]
    public async Task There_is_a_limit_to_uploads_that_are_begun_and_not_ended()
    {
        for (var begun = 0; begun < 256; begun++) await StartAsync();

        using var refused = await SendAsync(HttpMethod.Post, "kindtools-secret/blobs/uploads/");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task A_client_that_says_nothing_holds_up_no_other()
    {
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);
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
            foreach (var client in clients) await client.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);

            var last = clients[^1].GetStream();
            Assert.Equal(0, await last.ReadAsync(new byte[1], Token));
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    /// <summary>An engine with the containerd store tries TLS, and HTTP only when the answer begins like HTTP.</summary>
    [Fact]
    public async Task An_attempt_at_TLS_is_answered_in_plain_HTTP()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port, Token);
        await socket.GetStream().WriteAsync(new byte[] { 0x16, 0x03, 0x01, 0x02, 0x00, 0x01 }, Token);

        var answer = new byte[5];
        await socket.GetStream().ReadExactlyAsync(answer, Token);

        Assert.Equal("HTTP/", Encoding.ASCII.GetString(answer));
    }

    [Fact]
    public async Task It_listens_on_the_loopback_address_alone_and_no_longer_than_it_is_needed()
    {
        var port = _client.BaseAddress!.Port;
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port);
        Assert.Equal([IPAddress.Loopback], listeners.Select(end => end.Address));

        await _endpoint.DisposeAsync();

        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(async () => await socket.ConnectAsync(IPAddress.Loopback, port, Token));
        _endpoint = RegistryEndpoint.Start(new EndpointIdentity(port, "kindtools-secret"), _intake);
        Assert.StartsWith($"127.0.0.1:{port}/", _endpoint.Repository);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_no_obstacle()
    {
        await using var second = RegistryEndpoint.Start(new EndpointIdentity(_client.BaseAddress!.Port, "kindtools-second"), _intake);

        Assert.NotEqual(_endpoint.Repository.Split('/')[0], second.Repository.Split('/')[0]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();

    private async Task<string> StartAsync()
    {
        using var started = await SendAsync(HttpMethod.Post, "kindtools-secret/blobs/uploads/");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        return started.Headers.Location!.ToString();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await _client.SendAsync(request, Token);
    }

    private sealed class Intake : IPushIntake
    {
        public ConcurrentDictionary<string, long> Known { get; } = new();

        public ConcurrentBag<Upload> Uploads { get; } = [];

        public ConcurrentBag<(string Reference, string Digest)> Manifests { get; } = [];

        public long? Find(string digest) => Known.TryGetValue(digest, out var length) ? length : null;

        public IBlobUpload StartUpload(string? digest)
        {
            var upload = new Upload(digest);
            Uploads.Add(upload);
            return upload;
        }

        public void TakeManifest(string reference, string digest, byte[] content) => Manifests.Add((reference, digest));
    }

    private sealed class Upload(string? expected) : IBlobUpload
    {
        private readonly MemoryStream _content = new();

        public string? Expected => expected;

        public byte[] Content => _content.ToArray();

        public long Length => _content.Length;

        public Task AppendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            _content.Write(data.Span);
            return Task.CompletedTask;
        }

        public Task<bool> CompleteAsync(string digest, CancellationToken cancellationToken) => Task.FromResult(digest == DigestOf(Content));

        public void Dispose()
        {
        }
    }
}
