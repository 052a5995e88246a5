using System.Globalization;
using System.Runtime.InteropServices;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Core.Support;

/// <summary>Collects what a maintainer asks first. Whatever is missing or broken is what such a report is for, so it never fails.</summary>
public sealed class InfoCollector(EngineEnvironment environment, Kubeconfig kubeconfig)
{
    private const string NoEngine = "not known: no container engine answers";

    /// <summary>docker/cli, kind, kubectl and .NET read these.</summary>
    private static readonly string[] Variables =
    [
        "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_API_VERSION",
        "DOCKER_DEFAULT_PLATFORM", "DOCKER_DOTNET_NATIVE_HTTP_ENABLED", "XDG_RUNTIME_DIR", "KIND_CLUSTER_NAME", "KIND_EXPERIMENTAL_PROVIDER",
        "KIND_EXPERIMENTAL_DOCKER_NETWORK", "KUBECONFIG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "NO_COLOR",
    ];

    /// <summary>Nodes have twenty seconds each, and are asked at the same time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Redaction _redaction = new(environment.Home);

    /// <summary>Collects.</summary>
    public async Task<KindToolsInfo> CollectAsync(PowerShellFacts powerShell, CancellationToken cancellationToken)
    {
        var log = new RemarkLog();
        var search = await SearchAsync(log, cancellationToken).ConfigureAwait(false);
        using var engine = search.Engine;
        var facts = await TryAsync(engine, (connected, token) => connected.DescribeAsync(token), log, cancellationToken).ConfigureAwait(false);
        var clusters = await TryAsync(engine, (connected, token) => ListClustersAsync(connected, log, token), log, cancellationToken).ConfigureAwait(false);
        var contexts = kubeconfig.ContextNames(log).Where(name => NodeKubeconfig.ClusterOf(name) is not null);

        return new KindToolsInfo
        {
            Version = powerShell.ModuleVersion,
            ModulePath = _redaction.Apply(powerShell.ModulePath),
            PowerShell = powerShell.PowerShell,
            HostProgram = powerShell.HostProgram,
            DotNet = RuntimeInformation.FrameworkDescription,
            OperatingSystem = RuntimeInformation.OSDescription,
            Architecture = Architecture(),
            Dependencies = DependencyList.Read(),
            VariablesSet = [.. Variables.Where(IsSet)],
            Engine = engine is null ? "none answers" : Text(engine.Endpoint.ToString()),
            EnginesTried = [.. search.Attempts.Select(attempt => Text($"{attempt.Endpoint}: {attempt.Failure ?? "answers"}"))],
            EngineVersion = engine is null ? NoEngine : facts is null ? "not known: it does not say" : Version(facts),
            ImageStore = engine is null ? NoEngine : facts is null ? "not known: it does not say" : $"{facts.ImageStore} ({facts.StorageDriver})",
            Clusters = [.. (clusters ?? []).Select(Text)],
            Contexts = [.. contexts.Order(StringComparer.Ordinal).Select(Text)],
            Remarks = [.. log.Remarks.Select(Text).Distinct()],
        };
    }

    private async Task<EngineSearch> SearchAsync(RemarkLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await EngineLocator.SearchAsync(environment, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            log.Error(failure);
            return new EngineSearch(Engine: null, []);
        }
    }

    /// <summary>An answer of the engine; null, and a remark, when it fails in whatever way or takes too long.</summary>
    private static async Task<T?> TryAsync<T>(
        IContainerEngine? engine, Func<IContainerEngine, CancellationToken, Task<T>> question, RemarkLog log, CancellationToken cancellationToken)
        where T : class
    {
        if (engine is null) return null;

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await question(engine, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            log.Warning($"The container engine did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.Warning(exception is KindToolsException ? exception.Message : $"The container engine's answer could not be understood: {exception.Message}");
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> ListClustersAsync(IContainerEngine engine, RemarkLog log, CancellationToken cancellationToken)
    {
        var clusters = await new ClusterReader(engine, kubeconfig).ReadAsync([], log, cancellationToken).ConfigureAwait(false);
        var lines = new List<string>();
        foreach (var cluster in clusters)
        {
            var platforms = new List<string>();
            foreach (var image in cluster.Nodes.Select(node => node.NodeImage).Distinct())
            {
                var found = await engine.FindImageAsync(image, cancellationToken).ConfigureAwait(false);
                platforms.AddRange((found?.Contents ?? []).Select(content => content.Platform?.ToString()).OfType<string>());
            }

            lines.Add(Describe(cluster, platforms));
        }

        return lines;
    }

    private static string Describe(KindCluster cluster, IEnumerable<string> platforms)
    {
        var running = cluster.Nodes.Count(node => node.State == KindNodeState.Running);
        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{running} of {cluster.Nodes.Count} nodes running"),
            "Kubernetes " + (cluster.KubernetesVersion ?? "of unknown version"),
            "containerd " + OneOrMore(cluster.Nodes.Select(node => node.ContainerRuntimeVersion).OfType<string>(), "of unknown version"),
            OneOrMore(platforms, "unknown platform"),
        ];
        return $"{cluster.Name}: {string.Join(", ", parts)}";
    }

    private static string OneOrMore(IEnumerable<string> values, string none)
    {
        var distinct = values.Distinct().Order(StringComparer.Ordinal).ToList();
        return distinct.Count == 0 ? none : string.Join(" and ", distinct);
    }

    private static string Version(EngineFacts facts) =>
        $"{facts.Product} {facts.Version} (API {facts.ApiVersion}, {facts.Platform}, {facts.Distribution}{(facts.IsRootless ? ", rootless" : "")})";

    private static string Architecture() => RuntimeInformation.ProcessArchitecture == RuntimeInformation.OSArchitecture
        ? RuntimeInformation.ProcessArchitecture.ToString()
        : $"{RuntimeInformation.ProcessArchitecture} on {RuntimeInformation.OSArchitecture}";

    private bool IsSet(string name) => environment.NonEmpty(name) is not null;

    private string Text(string text) => _redaction.Apply(text);
}
