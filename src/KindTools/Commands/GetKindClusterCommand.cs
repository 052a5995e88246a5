using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Clusters;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Lists kind clusters with their nodes, state, version, API server and kubeconfig context.</summary>
[Cmdlet(VerbsCommon.Get, "KindCluster")]
[OutputType(typeof(KindCluster))]
public sealed class GetKindClusterCommand : EngineCmdlet
{
    /// <summary>The clusters to list; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The same, by the name that objects have for it: a node's own name is none of a cluster.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var clusters = await new ClusterReader(engine, Kubeconfig.Current).ReadAsync(NamePatterns.From(Cluster ?? Name), output, cancellationToken).ConfigureAwait(false);
        foreach (var cluster in clusters) await output.WriteObjectAsync(cluster).ConfigureAwait(false);
    }
}
