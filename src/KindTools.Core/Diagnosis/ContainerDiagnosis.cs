using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Gathers what is known about failing containers, all at the same time, and has it classified.</summary>
internal sealed class ContainerDiagnosis(ClusterConnection connection, IActivityLog log)
{
    /// <summary>So many owners are read at a time.</summary>
    private const int AtOnce = 8;

    /// <summary>The failures among them, in their order.</summary>
    public async Task<IReadOnlyList<PodPullFailure>> DiagnoseAsync(IReadOnlyList<FailingContainer> containers, CancellationToken cancellationToken)
    {
        // Without nodes nobody can tell a program for another architecture from one that fails.
        var failing = connection.Engine is null ? [.. containers.Where(container => !container.IsSuspect)] : containers;
        if (failing.Count == 0) return [];

        var events = new EventReader(connection, log).ReadAsync([.. failing.Where(container => !container.IsSuspect)], cancellationToken);
        var owners = ReadOwnersAsync(failing, cancellationToken);
        var surroundings = new SurroundingsReader(connection, log).ReadAsync(failing, cancellationToken);
        await Task.WhenAll(events, owners, surroundings).ConfigureAwait(false);

        var around = await surroundings.ConfigureAwait(false);
        var told = await events.ConfigureAwait(false);
        var cluster = new ClusterIdentity(connection.Cluster, connection.Context);
        return
        [
            .. failing.Zip(await owners.ConfigureAwait(false))
                .Select(pair => PullFailureClassifier.Classify(pair.First, [.. told[pair.First.PodUid]], pair.Second, around(pair.First), cluster))
                .OfType<PodPullFailure>(),
        ];
    }

    private async Task<IReadOnlyList<OwnerChain>> ReadOwnersAsync(IReadOnlyList<FailingContainer> containers, CancellationToken cancellationToken)
    {
        var reader = new OwnerReader(connection, log);
        var chains = new OwnerChain[containers.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, containers.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => chains[index] = await reader.ReadAsync(containers[index], token).ConfigureAwait(false)).ConfigureAwait(false);
        return chains;
    }
}
