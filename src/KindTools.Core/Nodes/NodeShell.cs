using KindTools.Core.Engines;

namespace KindTools.Core.Nodes;

/// <summary>Runs short scripts on a node and turns what goes wrong into failures that name the node.</summary>
internal sealed class NodeShell(IContainerEngine engine)
{
    /// <summary>How long a node may take for a question. Loading an image is no question and has no limit.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(20);

    /// <summary>Runs a script with <c>sh</c> and gives its standard output.</summary>
    public async Task<byte[]> RunAsync(KindNode node, string script, CancellationToken cancellationToken, params string[] arguments)
    {
        RequireRunning(node);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTime);
        try
        {
            using var session = await engine
                .StartExecAsync(node.ContainerId, ["sh", "-c", script, "kindtools", .. arguments], withInput: false, patience.Token)
                .ConfigureAwait(false);
            var result = await session.CompleteAsync(patience.Token).ConfigureAwait(false);
            return result.ExitCode == 0 ? result.Output : throw CommandFailed(node, result);
        }
        catch (KindToolsException failure) when (failure.ErrorId is "EngineRefused" or "NodeCommandFailed")
        {
            // It may have stopped since it was looked for.
            if (await LookAgainAsync(node, cancellationToken).ConfigureAwait(false) is { } now) RequireRunning(now);
            if (failure.ErrorId == "NodeCommandFailed") throw;

            // The engine names the container by an id that tells users nothing.
            throw new KindToolsException("NodeCommandFailed", failure.Category, $"Node '{node.Name}' cannot be asked. {failure.Message}", node.Name, failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KindToolsException(
                "NodeNotResponding",
                FailureCategory.OperationTimeout,
                $"Node '{node.Name}' did not answer within {AnswerTime.TotalSeconds:0} seconds. 'docker logs {node.Name}' may tell why; 'docker restart {node.Name}' often helps.",
                node.Name);
        }
    }

    /// <summary>Throws when the node's container does not run.</summary>
    public static void RequireRunning(KindNode node)
    {
        if (node.State == KindNodeState.Running) return;

        var cure = node.State == KindNodeState.Paused ? $"'docker unpause {node.Name}' wakes it" : $"'docker start {node.Name}' starts it";
        throw new KindToolsException(
            "NodeNotRunning",
            FailureCategory.ResourceUnavailable,
            $"Node '{node.Name}' of cluster '{node.Cluster}' is {node.State.ToString().ToLowerInvariant()}; {cure}.",
            node.Name);
    }

    public static KindToolsException CommandFailed(KindNode node, ExecResult result) => new(
        "NodeCommandFailed",
        FailureCategory.InvalidOperation,
        $"A command on node '{node.Name}' failed (exit code {result.ExitCode}): {(result.Error.Length > 0 ? result.Error : "it said nothing")}",
        node.Name);

    private async Task<KindNode?> LookAgainAsync(KindNode node, CancellationToken cancellationToken)
    {
        try
        {
            var containers = await new NodeFinder(engine).ListAsync(cancellationToken).ConfigureAwait(false);
            return containers.Where(container => container.Id == node.ContainerId).Select(NodeFinder.Describe).FirstOrDefault();
        }
        catch (KindToolsException)
        {
            return null; // What the node's own failure says is better than this one.
        }
    }
}
