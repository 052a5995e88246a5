using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Store;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Removes images from the nodes of kind clusters; what runs, and what the cluster needs, stays.</summary>
[Cmdlet(VerbsCommon.Remove, "KindNodeImage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(ImageRemovalResult))]
public sealed class RemoveKindNodeImageCommand : NodeImageCmdlet
{
    private const string NameSet = "Name";
    private const string DanglingSet = "Dangling";

    /// <summary>The images, by name or id; wildcards are allowed. What Get-KindNodeImage lists by it is what goes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = NameSet)]
    [Alias("Name")]
    [TextOnly]
    [ArgumentCompleter(typeof(NodeImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    /// <summary>Removes what earlier imports left behind: <c>import-DATE@…</c> names, and images that lost their name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DanglingSet)]
    public SwitchParameter Dangling { get; set; }

    /// <summary>Removes even what a container runs, and the cluster's own images.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string[] Names => Image;

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (!HasInput) return;

        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var requests = await FindRequestsAsync(engine, output, cancellationToken).ConfigureAwait(false);
        var remover = new ImageRemover(engine, output);
        var plans = ParameterSetName == DanglingSet
            ? await remover.PlanLeftoversAsync(requests, Force, cancellationToken).ConfigureAwait(false)
            : await remover.PlanAsync(requests, Force, cancellationToken).ConfigureAwait(false);

        var approved = new List<RemovalPlan>();
        foreach (var plan in plans)
        {
            var target = string.Join(", ", plan.Copies.Select(copy => copy.Node));
            if (await output.ShouldProcessAsync(target, $"Remove image {plan.Image}").ConfigureAwait(false))
            {
                approved.Add(plan);
            }
            else
            {
                foreach (var planned in plan.AsResults()) await output.WriteObjectAsync(planned).ConfigureAwait(false);
            }
        }

        foreach (var result in await remover.RemoveAsync(approved, cancellationToken).ConfigureAwait(false))
            await output.WriteObjectAsync(result).ConfigureAwait(false);
    }
}
