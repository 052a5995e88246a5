using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Store;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Gives an image that nodes hold another name there, without sending anything.</summary>
[Cmdlet(VerbsCommon.Add, "KindNodeImageTag", SupportsShouldProcess = true)]
[OutputType(typeof(ImageTagResult))]
public sealed class AddKindNodeImageTagCommand : NodeImageCmdlet
{
    /// <summary>The image, by name or id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [TextOnly]
    [ArgumentCompleter(typeof(NodeImageCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    /// <summary>The name to give; without a tag, <c>latest</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(NodeImageCompleter))]
    [ValidateNotNullOrEmpty]
    public string NewName { get; set; } = "";

    /// <summary>Moves a name that stands for another image.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string[] Names => Image;

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (!HasInput) return;

        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var requests = await FindRequestsAsync(engine, output, cancellationToken).ConfigureAwait(false);
        var tagger = new ImageTagger(engine, output);
        var approved = new List<TagPlan>();
        foreach (var plan in await tagger.PlanAsync(requests, NewName, Force, cancellationToken).ConfigureAwait(false))
        {
            foreach (var present in plan.Present) await output.WriteObjectAsync(present).ConfigureAwait(false);
            if (plan.Missing.Count == 0) continue;

            var target = string.Join(", ", plan.Missing.Select(outcome => outcome.Node));
            if (await output.ShouldProcessAsync(target, $"Tag image {plan.Source} as {plan.NewName}").ConfigureAwait(false))
            {
                approved.Add(plan);
            }
            else
            {
                foreach (var planned in plan.Missing) await output.WriteObjectAsync(planned).ConfigureAwait(false);
            }
        }

        foreach (var result in await tagger.TagAsync(approved, cancellationToken).ConfigureAwait(false))
            await output.WriteObjectAsync(result).ConfigureAwait(false);
    }
}
