using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using KindTools.Core.Registry;

namespace KindTools.Tests.Registry;

/// <summary>A test with an endpoint and a client of the distribution protocol, over a real socket.</summary>
public abstract class RegistryTest : IAsyncLifetime, IDisposable
{
    private protected static readonly byte[] Blob = RandomNumberGenerator.GetBytes(300_000);
    private protected static readonly string BlobDigest = DigestOf(Blob);

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected Intake Taken { get; } = new();

    private protected HttpClient Client { get; } = new();

    private protected RegistryEndpoint Endpoint { get; set; } = null!;

    private protected int Port => Client.BaseAddress!.Port;

    public ValueTask InitializeAsync()
    {
        Endpoint = RegistryEndpoint.Start(new EndpointIdentity(0, "kindtools-secret"), Taken);
        Client.BaseAddress = new Uri($"http://{Endpoint.Repository.Split('/')[0]}/v2/");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Endpoint.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public void Dispose()
    {
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();

    private protected async Task<string> StartAsync()
    {
        using var started = await SendAsync(HttpMethod.Post, "kindtools-secret/blobs/uploads/");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        return started.Headers.Location!.ToString();
    }

    private protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await Client.SendAsync(request, Token);
    }

    private protected sealed class Intake : IPushIntake
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

    private protected sealed class Upload(string? expected) : IBlobUpload
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

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
