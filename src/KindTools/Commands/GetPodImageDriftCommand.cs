using System.Management.Automation;
using KindTools.Completion;
using KindTools.Core.Diagnosis;
using KindTools.Pipeline;

namespace KindTools.Commands;

/// <summary>Finds containers that run another image than the one that their image's name stands for now.</summary>
[Cmdlet(VerbsCommon.Get, "PodImageDrift", DefaultParameterSetName = ClusterSet)]
[OutputType(typeof(PodImageDrift))]
public sealed class GetPodImageDriftCommand : ClusterCmdlet
{
    /// <summary>The pods, or what they belong to, by name; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [TextOnly]
    [ArgumentCompleter(typeof(PodCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>The same, by the names that objects have for it: the name of a cluster is none of a pod.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ObjectName")]
    [ArgumentCompleter(typeof(PodCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Pod { get; set; }

    /// <summary>A label selector, as kubectl takes it.</summary>
    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        foreach (var connection in await ConnectClustersAsync(output, cancellationToken).ConfigureAwait(false))
        {
            var finder = new PodImageDriftFinder(connection, output);
            await foreach (var drift in finder.FindAsync(NamePatterns.From(Pod ?? Name), ScopesOf(connection, Selector), cancellationToken).ConfigureAwait(false))
                await output.WriteObjectAsync(drift).ConfigureAwait(false);
        }
    }
}
