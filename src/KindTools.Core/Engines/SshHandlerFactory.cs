using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace KindTools.Core.Engines;

/// <summary>The client library's door for ways to an engine that it does not know itself.</summary>
internal sealed class SshHandlerFactory : IDockerHandlerFactory<SshTarget>
{
    /// <summary>Never looked up: what is at the other end of a connection is the engine.</summary>
    private static readonly Uri Engine = new("http://docker.example.com");

    /// <inheritdoc/>
    public ResolvedTransport CreateHandler(SshTarget transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        new(new SshHandler(transportOptions, logger), Engine);

    /// <inheritdoc/>
    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        CreateHandler(SshTarget.From(clientOptions.Endpoint), clientOptions, logger);

    /// <inheritdoc/>
    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => Docker.DotNet.Unix.DockerHandlerFactory.Instance.HijackStreamAsync(content);
}
