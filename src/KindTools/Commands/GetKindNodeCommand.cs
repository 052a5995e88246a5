using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Lists the nodes of kind clusters with their role, state, addresses and container runtime.</summary>
[Cmdlet(VerbsCommon.Get, "KindNode")]
[OutputType(typeof(KindNode))]
public sealed class GetKindNodeCommand : EngineCmdlet
{
    /// <summary>The clusters whose nodes to list; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Cluster { get; set; }

    /// <summary>
    /// The nodes to list; wildcards are allowed. Without it, all. Not by property name: a piped cluster has a Name
    /// too, and it is not a node's.
    /// </summary>
    [Parameter]
    [Alias("Node")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var found = await new NodeFinder(engine).FindAsync(NamePatterns.From(Cluster), NamePatterns.From(Name), output, cancellationToken).ConfigureAwait(false);
        var nodes = await new NodeInspector(engine).InspectAsync(found, output, cancellationToken).ConfigureAwait(false);
        foreach (var node in nodes) await output.WriteObjectAsync(node).ConfigureAwait(false);
    }
}
