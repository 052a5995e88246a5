using KindTools.Core.Engines;
using KindTools.Core.Nodes;

namespace KindTools.Pipeline;

/// <summary>A cmdlet that talks to the container engine.</summary>
public abstract class EngineCmdlet : AsyncCmdlet
{
    /// <summary>Connects to the engine that Docker's own CLI would use.</summary>
    private protected static Task<IContainerEngine> ConnectAsync(CmdletWriter output, CancellationToken cancellationToken) =>
        EngineLocator.ConnectAsync(EngineEnvironment.Current, output, cancellationToken);

    /// <summary>The clusters meant by <c>-Cluster</c>; without it kind's own default.</summary>
    private protected static IReadOnlyList<NamePattern> ClustersOrDefault(string[]? clusters) =>
        NamePatterns.From(clusters is { Length: > 0 } ? clusters : [NodeFinder.DefaultCluster(EngineEnvironment.Current)]);
}
