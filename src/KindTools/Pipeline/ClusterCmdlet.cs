using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Clusters;

namespace KindTools.Pipeline;

/// <summary>
/// A cmdlet that asks the API servers of clusters. Derived cmdlets name <see cref="ClusterSet"/> as their default
/// parameter set.
/// </summary>
public abstract class ClusterCmdlet : EngineCmdlet
{
    private protected const string ClusterSet = "Cluster";
    private protected const string ContextSet = "Context";

    private readonly List<ClusterSession> _sessions = [];

    /// <summary>The kind clusters; wildcards are allowed. Without it, the one in KIND_CLUSTER_NAME, else <c>kind</c>.</summary>
    [Parameter(ParameterSetName = ClusterSet, ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>Contexts of the kubeconfig instead, of clusters that need not be kind's; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ContextSet)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Context { get; set; } = [];

    /// <summary>The kubeconfig to use instead of those of KUBECONFIG, else <c>~/.kube/config</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary>The namespaces; without it, the one of the context, else <c>default</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>All namespaces.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>
    /// Connects to the clusters that are meant; those that cannot be reached have been reported. They and the engine are
    /// disposed of with the cmdlet. Without an engine the API servers are asked all the same.
    /// </summary>
    private protected async Task<IReadOnlyList<ClusterConnection>> ConnectClustersAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var selection = new ClusterSelection(ParameterSetName == ContextSet ? [] : ClustersOrDefault(Cluster), NamePatterns.From(Context));
        var kubeconfig = await output.InvokeAsync(() => PathResolver.Kubeconfig(this, Kubeconfig)).ConfigureAwait(false);
        var session = await ClusterSession.OpenAsync(kubeconfig, selection, output, cancellationToken).ConfigureAwait(false);
        _sessions.Add(session);
        return session.Connections;
    }

    /// <summary>What to list: one scope a namespace.</summary>
    private protected IReadOnlyList<ListScope> ScopesOf(ClusterConnection connection, string? labelSelector) =>
        AllNamespaces
            ? [new ListScope(Namespace: null, labelSelector)]
            : [.. (Namespace ?? [connection.DefaultNamespace]).Distinct().Select(name => new ListScope(name, labelSelector))];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var session in _sessions) session.Dispose();
            _sessions.Clear();
        }

        base.Dispose(disposing);
    }
}
