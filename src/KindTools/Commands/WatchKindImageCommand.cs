using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Watching;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Brings images to the nodes of kind clusters as soon as they are built or tagged, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "KindImage", SupportsShouldProcess = true)]
[OutputType(typeof(ImageImportResult), typeof(PodPullRepair))]
public sealed class WatchKindImageCommand : NodeImageCmdlet
{
    /// <summary>The images, by name; wildcards are allowed. Without it, whatever is built or tagged.</summary>
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

    /// <summary>Restarts the Deployments, DaemonSets and StatefulSets that run an image when it has come anew.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Seconds to wait until the pods of what was restarted run; 0 not to wait.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSec { get; set; } = 120;

    /// <summary>The kubeconfig to use instead of those of KUBECONFIG, else <c>~/.kube/config</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    private protected override string[]? Names => Image ?? Name;

    /// <inheritdoc/>
    protected override async Task EndAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        if (!HasInput) return;

        var kubeconfig = await output.InvokeAsync(() => PathResolver.Kubeconfig(this, Kubeconfig)).ConfigureAwait(false);
        var restart = Restart ? new RestartWish(kubeconfig, TimeSpan.FromSeconds(TimeoutSec)) : null;
        using var engine = await ConnectAsync(output, cancellationToken).ConfigureAwait(false);
        var watch = new WatchOutput(result => output.WriteObjectAsync(AsSeen(result)), output.ShouldProcessAsync);
        await new ImageWatcher(engine, restart, watch, output).RunAsync([.. Inputs.Select(Request)], cancellationToken).ConfigureAwait(false);
    }

    private static WatchRequest Request((string[] Names, string[]? Clusters, string[]? Nodes) input) =>
        new(NamePatterns.From(input.Names), ClustersOrDefault(input.Clusters), NamePatterns.From(input.Nodes));

    /// <summary>What it was, for the view of all that a watch writes.</summary>
    private static PSObject AsSeen(object result)
    {
        var seen = new PSObject(result);
        seen.TypeNames.Insert(0, seen.TypeNames[0] + "#Watch");
        return seen;
    }
}
