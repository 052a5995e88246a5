using k8s;
using KindTools.Core.Images;

namespace KindTools.Core.Clusters;

/// <summary>Tells a namespace that does not exist from one that holds nothing: a list of either is empty.</summary>
internal sealed class NamespaceCheck(ClusterConnection connection, IActivityLog log)
{
    /// <summary>Whether it exists, which is taken for granted where nobody may ask. One that does not has been reported.</summary>
    public async Task<bool> ExistsAsync(string space, CancellationToken cancellationToken)
    {
        try
        {
            await connection.AskAsync($"get namespaces '{space}'", (client, token) => client.CoreV1.ReadNamespaceAsync(space, cancellationToken: token), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiObjectNotFound")
        {
            log.Error(await MissingAsync(space, failure, cancellationToken).ConfigureAwait(false));
            return false;
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiServerForbidden")
        {
            log.Verbose($"Whether there is a namespace '{space}' cannot be told. {failure.Message}");
            return true;
        }
    }

    /// <summary>What is said of one that does not exist.</summary>
    public async Task<KindToolsException> MissingAsync(string space, Exception reason, CancellationToken cancellationToken)
    {
        var suggestion = NearMisses.Sentence(NearMisses.Of(space, await NamesAsync(cancellationToken).ConfigureAwait(false)));
        return new KindToolsException(
            "NamespaceNotFound",
            FailureCategory.ObjectNotFound,
            $"The cluster of context '{connection.Context}' has no namespace '{space}'.{suggestion} -AllNamespaces looks into all that it has.",
            space,
            reason);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await new ClusterGlance(connection).NamespacesAsync(cancellationToken).ConfigureAwait(false)).Select(known => known.Name)];
        }
        catch (KindToolsException)
        {
            return []; // A suggestion is not worth another error.
        }
    }
}
