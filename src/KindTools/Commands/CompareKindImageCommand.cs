using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Store;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Compares the container engine's images with those on the nodes of kind clusters.</summary>
[Cmdlet(VerbsData.Compare, "KindImage")]
[OutputType(typeof(KindImageComparison))]
public sealed class CompareKindImageCommand : NodeImageCmdlet
{
    /// <summary>The images, by name; wildcards are allowed. Without it, all but the cluster's own.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [TextOnly]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The same, by the name that objects have for it: the name of a cluster is none of an image.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EngineImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Image { get; set; }

    private protected override string[]? Names => Image ?? Name;

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (!HasInput) return;

        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var requests = await FindRequestsAsync(engine, output, cancellationToken).ConfigureAwait(false);
        foreach (var comparison in await new ImageComparer(engine, output).CompareAsync(requests, cancellationToken).ConfigureAwait(false))
            await output.WriteObjectAsync(comparison).ConfigureAwait(false);
    }
}
