using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Nodes;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Lists what the kubelet on each node can use without pulling, one object a tag and node.</summary>
[Cmdlet(VerbsCommon.Get, "KindNodeImage")]
[OutputType(typeof(KindNodeImage))]
public sealed class GetKindNodeImageCommand : NodeCmdlet
{
    /// <summary>The images to list, by short or fully qualified name, with a tag or without; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [Alias("Image")]
    [ArgumentCompleter(typeof(NodeImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var nodes = await FindNodesAsync(engine, output, cancellationToken).ConfigureAwait(false);
        var filter = new NodeImageFilter(NamePatterns.From(Name));
        await foreach (var image in filter.ApplyAsync(new NodeImageReader(engine).ReadAsync(nodes, output, cancellationToken), output).ConfigureAwait(false))
            await output.WriteObjectAsync(image).ConfigureAwait(false);
    }
}
