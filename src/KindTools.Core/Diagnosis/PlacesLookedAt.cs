using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Where pods were looked for. Of a namespace in which there were none it is asked whether it exists at all.</summary>
internal sealed class PlacesLookedAt(ClusterConnection connection, IActivityLog log)
{
    private readonly List<ListScope> _existing = [];
    private readonly NamespaceCheck _check = new(connection, log);

    /// <summary>Those that exist; the others have been reported.</summary>
    public IReadOnlyList<ListScope> Existing => _existing;

    /// <summary>Takes note of one.</summary>
    public async Task AddAsync(ListScope scope, bool isEmpty, CancellationToken cancellationToken)
    {
        if (!isEmpty || scope.Namespace is not { } space || await _check.ExistsAsync(space, cancellationToken).ConfigureAwait(false)) _existing.Add(scope);
    }
}
