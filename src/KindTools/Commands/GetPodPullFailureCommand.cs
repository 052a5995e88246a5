using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Says why containers of live pods do not start for their image.</summary>
[Cmdlet(VerbsCommon.Get, "PodPullFailure", DefaultParameterSetName = ClusterSet)]
[OutputType(typeof(PodPullFailure))]
public sealed class GetPodPullFailureCommand : ClusterCmdlet
{
    /// <summary>The pods, or what they belong to, by name; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [TextOnly]
    [ArgumentCompleter(typeof(FailingPodCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The same, by the names that objects have for it: the name of a cluster is none of a pod.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ObjectName")]
    [ArgumentCompleter(typeof(FailingPodCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Pod { get; set; }

    /// <summary>A label selector, as kubectl takes it.</summary>
    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <summary>One object a pod, rather than one a controller.</summary>
    [Parameter]
    public SwitchParameter Expand { get; set; }

    /// <summary>Goes on until stopped: each failure when it comes, when its cause changes and when it is over.</summary>
    [Parameter]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        var connections = await ConnectClustersAsync(output, cancellationToken).ConfigureAwait(false);
        await (Watch ? WatchAsync(connections, output, cancellationToken) : FindAsync(connections, output, cancellationToken)).ConfigureAwait(false);
    }

    private async Task FindAsync(IReadOnlyList<ClusterConnection> connections, CmdletWriter output, CancellationToken cancellationToken)
    {
        foreach (var connection in connections)
        {
            var query = new PodPullFailureQuery(NamePatterns.From(Pod ?? Name), ScopesOf(connection, Selector), Expand);
            foreach (var failure in await new PodPullFailureFinder(connection, output).FindAsync(query, cancellationToken).ConfigureAwait(false))
                await output.WriteObjectAsync(failure).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(IReadOnlyList<ClusterConnection> connections, CmdletWriter output, CancellationToken cancellationToken)
    {
        // One that ends, because its server does, does not end the others.
        var watches = connections.SelectMany(connection => ScopesOf(connection, Selector).Select(scope => WatchAsync(connection, scope, output, cancellationToken)));
        await Task.WhenAll(watches).ConfigureAwait(false);
    }

    private async Task WatchAsync(ClusterConnection connection, ListScope scope, CmdletWriter output, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var failure in new PodPullFailureWatcher(connection, output).WatchAsync(NamePatterns.From(Pod ?? Name), scope, cancellationToken).ConfigureAwait(false))
                await output.WriteObjectAsync(failure).ConfigureAwait(false);
        }
        catch (KindToolsException failure)
        {
            output.Error(failure);
        }
    }
}
