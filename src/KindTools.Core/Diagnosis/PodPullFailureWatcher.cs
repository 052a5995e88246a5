using System.Runtime.CompilerServices;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>
/// Follows the failures of a cluster: each when it comes, when its cause becomes another, and when it is over. Keeps
/// something of pods that fail, and nothing of others.
/// </summary>
public sealed class PodPullFailureWatcher(ClusterConnection connection, IActivityLog log)
{
    private readonly ContainerDiagnosis _diagnosis = new(connection, log);
    private readonly Dictionary<(string PodUid, ContainerType Type, string Container), Seen> _seen = [];

    /// <summary>Until cancelled. One answer a pod.</summary>
    /// <param name="names">Names of pods or of their controllers; empty for all.</param>
    /// <param name="scope">Where to look.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<PodPullFailure> WatchAsync(IReadOnlyList<NamePattern> names, ListScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var named = new NamedPods(names);
        var listed = new List<FailingContainer>();
        var alive = new HashSet<string>();
        var (isFirst, isEmpty) = (true, true);
        await foreach (var change in connection.WatchAsync<V1Pod>(PodPullFailureFinder.WithoutDone(scope), cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<PodPullFailure> news;
            switch (change.Kind)
            {
                case ClusterChangeKind.Listing:
                    listed.Clear();
                    alive.Clear();
                    continue;

                case ClusterChangeKind.Listed:
                    isEmpty = false;
                    var found = PodReader.Find(change.Object!).ToList();
                    listed.AddRange(found);
                    if (found.Count > 0) alive.Add(change.Object!.Metadata.Uid);
                    continue;

                case ClusterChangeKind.ListComplete:
                    // It may come yet; but whoever mistyped it would wait for ever.
                    if (isFirst && isEmpty && scope.Namespace is { } space) await new NamespaceCheck(connection, log).ExistsAsync(space, cancellationToken).ConfigureAwait(false);
                    isFirst = false;
                    news = [.. Resolve(key => !alive.Contains(key.PodUid) || listed.TrueForAll(container => container.Key != key)), .. await LookAsync(listed, cancellationToken).ConfigureAwait(false)];
                    break;

                case ClusterChangeKind.Deleted:
                    news = Resolve(key => key.PodUid == change.Object!.Metadata.Uid);
                    break;

                default:
                    var failing = PodReader.Find(change.Object!).ToList();
                    var uid = change.Object!.Metadata.Uid;
                    news = [.. Resolve(key => key.PodUid == uid && failing.TrueForAll(container => container.Key != key)), .. await LookAsync(failing, cancellationToken).ConfigureAwait(false)];
                    break;
            }

            foreach (var failure in news.Where(named.IsMeant)) yield return failure;
        }
    }

    // The kubelet goes back and forth between ErrImagePull and ImagePullBackOff; only what tells more is looked at anew.
    private async Task<IReadOnlyList<PodPullFailure>> LookAsync(IReadOnlyList<FailingContainer> failing, CancellationToken cancellationToken)
    {
        var changed = failing.Where(container => !_seen.TryGetValue(container.Key, out var before) || before.IsNews(container)).ToList();
        if (changed.Count == 0) return [];

        var news = new List<PodPullFailure>();
        var failures = (await _diagnosis.DiagnoseAsync(changed, cancellationToken).ConfigureAwait(false))
            .ToDictionary(failure => (failure.Namespace, failure.Pod, failure.ContainerType, failure.Container));
        foreach (var container in changed)
        {
            var failure = failures.GetValueOrDefault((container.Namespace, container.Pod, container.Type, container.Container));
            var before = _seen.GetValueOrDefault(container.Key);
            _seen[container.Key] = new Seen(container.Image, PullMessage.Parse(container.Message), failure);
            if (failure is not null && (before?.Failure?.Cause != failure.Cause || before.Image != container.Image)) news.Add(failure);
        }

        return news;
    }

    private List<PodPullFailure> Resolve(Func<(string PodUid, ContainerType Type, string Container), bool> isOver)
    {
        var over = _seen.Where(entry => isOver(entry.Key)).ToList();
        foreach (var entry in over) _seen.Remove(entry.Key);
        return [.. over.Select(entry => entry.Value.Failure).OfType<PodPullFailure>().Select(failure => failure with { IsResolved = true })];
    }

    /// <summary>What was last seen of a container.</summary>
    /// <param name="Image">Its image.</param>
    /// <param name="Kind">What its message said.</param>
    /// <param name="Failure">What was made of it; null for a container that fails for something else.</param>
    private sealed record Seen(string Image, PullMessageKind Kind, PodPullFailure? Failure)
    {
        public bool IsNews(FailingContainer container) =>
            container.Image != Image || (PullMessage.Parse(container.Message) is var kind && kind != PullMessageKind.None && kind != Kind);
    }
}
