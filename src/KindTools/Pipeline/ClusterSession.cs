using KindTools.Core.Clusters;
using KindTools.Core.Engines;

namespace KindTools.Pipeline;

/// <summary>The clusters that one input means, and the engine that their nodes run in.</summary>
internal sealed class ClusterSession(IContainerEngine? engine, IReadOnlyList<ClusterConnection> connections) : IDisposable
{
    /// <summary>The clusters that answered; the others have been reported.</summary>
    public IReadOnlyList<ClusterConnection> Connections => connections;

    /// <summary>Connects. Without an engine the API servers are asked all the same, and that nodes are not is a warning.</summary>
    public static async Task<ClusterSession> OpenAsync(Kubeconfig kubeconfig, ClusterSelection selection, CmdletWriter output, CancellationToken cancellationToken)
    {
        var engine = await FindEngineAsync(output, cancellationToken).ConfigureAwait(false);
        try
        {
            var connections = await new ClusterFinder(engine, kubeconfig).ConnectAsync(selection, output, cancellationToken).ConfigureAwait(false);
            foreach (var connection in connections.Where(connection => connection.Nodes.Count == 0))
            {
                var reason = engine is null ? "no container engine answers" : "it is not of a kind cluster in this container engine";
                output.Warning($"The nodes behind context '{connection.Context}' cannot be looked into: {reason}. What follows is the API server's word alone.");
            }

            return new ClusterSession(engine, connections);
        }
        catch
        {
            engine?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var connection in connections) connection.Dispose();
        engine?.Dispose();
    }

    private static async Task<IContainerEngine?> FindEngineAsync(CmdletWriter output, CancellationToken cancellationToken)
    {
        try
        {
            return await EngineLocator.ConnectAsync(EngineEnvironment.Current, output, cancellationToken).ConfigureAwait(false);
        }
        catch (KindToolsException failure) when (failure.ErrorId == "EngineNotReachable")
        {
            output.Verbose(failure.Message);
            return null;
        }
    }
}
