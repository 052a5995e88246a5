using k8s;
using k8s.KubeConfigModels;
using k8s.Models;
using KindTools.Core.Engines;

namespace KindTools.Core.Clusters;

/// <summary>
/// A cluster whose API server has answered. Failures are <see cref="KindToolsException"/>s. What one call lists is never
/// held whole: memory does not grow with the number of objects.
/// </summary>
public sealed class ClusterConnection : IDisposable
{
    private static readonly TimeSpan FirstAnswerTime = TimeSpan.FromSeconds(10);

    private readonly Kubernetes _client;
    private readonly ApiTransport _transport;

    private ClusterConnection(Kubernetes client, ApiTransport transport, ApiServer server, string serverVersion, string? contextNamespace)
    {
        _client = client;
        _transport = transport;
        Server = server;
        ServerVersion = serverVersion;
        DefaultNamespace = string.IsNullOrEmpty(contextNamespace) ? "default" : contextNamespace;
    }

    /// <summary>The context of the kubeconfig; for a kind cluster that the kubeconfig does not know, the one that it would have there.</summary>
    public string Context => Server.Context;

    /// <summary>The kind cluster; null when it is not kind's, or its nodes cannot be asked.</summary>
    public string? Cluster => Server.Cluster;

    /// <summary>For example <c>v1.34.0</c>.</summary>
    public string ServerVersion { get; }

    /// <summary>The namespace that the context names, else <c>default</c>.</summary>
    public string DefaultNamespace { get; }

    /// <summary>The nodes of the kind cluster; empty when there are none to look into.</summary>
    public IReadOnlyList<KindNode> Nodes { get; private init; } = [];

    /// <summary>The engine that the nodes run in, which is not this object's to dispose; null when there are none to look into.</summary>
    public IContainerEngine? Engine { get; private init; }

    internal ApiServer Server { get; }

    /// <summary>How whatever asks this server waits between tries; tests do not wait.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause => _transport.Pause;

    /// <summary>Connects, and waits for a first answer.</summary>
    /// <param name="kubeconfig">A kubeconfig that has the context.</param>
    /// <param name="context">The context.</param>
    /// <param name="nodes">The nodes of the kind cluster, or none.</param>
    /// <param name="engine">The engine that they run in, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="pause">How it waits between tries; tests do not wait.</param>
    internal static async Task<ClusterConnection> ConnectAsync(
        K8SConfiguration kubeconfig,
        string context,
        IReadOnlyList<KindNode> nodes,
        IContainerEngine? engine,
        CancellationToken cancellationToken,
        Func<TimeSpan, CancellationToken, Task>? pause = null)
    {
        var (client, contextNamespace) = await ClientFactory.CreateAsync(kubeconfig, context, cancellationToken).ConfigureAwait(false);
        try
        {
            var server = new ApiServer(context, nodes.Count == 0 ? null : nodes[0].Cluster, client.BaseUri);
            var transport = new ApiTransport(client, server) { Pause = pause ?? Task.Delay };
            var version = await transport.ReadAsync<VersionInfo>("tell its version", "version", FirstAnswerTime, tries: 1, cancellationToken).ConfigureAwait(false);
            return new ClusterConnection(client, transport, server, version.GitVersion, contextNamespace) { Nodes = nodes, Engine = nodes.Count == 0 ? null : engine };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The objects of a kind, page by page, each once. They lack <c>metadata.managedFields</c>, and as list items their kind.</summary>
    /// <param name="scope">Which of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="version">The version of the API, where it is not the one that the models are of.</param>
    internal IAsyncEnumerable<T> ListAsync<T>(ListScope scope, CancellationToken cancellationToken, string? version = null)
        where T : IKubernetesObject<V1ObjectMeta> => new ApiLister(_transport).ListAsync<T>(ApiRequest.To<T>("list", scope, version), cancellationToken);

    /// <summary>The objects of a kind, then their changes, until cancelled.</summary>
    internal IAsyncEnumerable<ClusterChange<T>> WatchAsync<T>(ListScope scope, CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta> => new ApiWatcher(_transport).WatchAsync<T>(ApiRequest.To<T>("list", scope), cancellationToken);

    /// <summary>Asks anything else of the client library, changes too, with failures in our terms.</summary>
    /// <param name="action">For messages: <c>patch deployments.apps 'shop' in namespace 'web'</c>.</param>
    /// <param name="question">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal Task<T> AskAsync<T>(string action, Func<IKubernetes, CancellationToken, Task<T>> question, CancellationToken cancellationToken) =>
        _transport.AskAsync(action, question, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
