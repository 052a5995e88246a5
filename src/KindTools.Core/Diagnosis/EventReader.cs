using System.Globalization;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Reads the events of failing pods. Without them, or the right to them, the status has to do.</summary>
internal sealed class EventReader(ClusterConnection connection, IActivityLog log)
{
    /// <summary>Up to so many pods of a namespace are asked for one by one; for more, all events of the namespace are cheaper.</summary>
    private const int MostSingly = 10;

    /// <summary>The events of these containers' pods.</summary>
    public async Task<ILookup<string, PullEvent>> ReadAsync(IReadOnlyList<FailingContainer> containers, CancellationToken cancellationToken)
    {
        var scopes = containers.GroupBy(container => container.Namespace).SelectMany(group =>
        {
            var uids = group.Select(container => container.PodUid).Distinct().ToList();
            return uids.Count > MostSingly
                ? [new ListScope(group.Key, FieldSelector: "involvedObject.kind=Pod")]
                : uids.Select(uid => new ListScope(group.Key, FieldSelector: "involvedObject.uid=" + uid));
        });
        var pods = containers.Select(container => container.PodUid).ToHashSet();
        var read = await Task.WhenAll(scopes.Select(scope => ReadAsync(scope, pods, cancellationToken))).ConfigureAwait(false);
        return read.SelectMany(events => events).ToLookup(entry => entry.PodUid);
    }

    /// <summary>From the API's event; its count and times are in other fields where the newer API wrote it.</summary>
    internal static PullEvent Describe(Corev1Event source) => new(
        source.InvolvedObject?.Uid ?? "",
        source.InvolvedObject?.FieldPath,
        source.Reason ?? "",
        source.Message ?? "",
        source.Series?.Count ?? source.Count ?? 1,
        ApiTime.Of(source.FirstTimestamp ?? source.EventTime),
        ApiTime.Of(source.LastTimestamp ?? source.Series?.LastObservedTime ?? source.EventTime));

    private async Task<IReadOnlyList<PullEvent>> ReadAsync(ListScope scope, HashSet<string> pods, CancellationToken cancellationToken)
    {
        var events = new List<PullEvent>();
        try
        {
            await foreach (var source in connection.ListAsync<Corev1Event>(scope, cancellationToken).ConfigureAwait(false))
            {
                if (source.InvolvedObject?.Uid is { } uid && pods.Contains(uid)) events.Add(Describe(source));
            }
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiServerForbidden")
        {
            log.Verbose(string.Create(CultureInfo.InvariantCulture, $"Events of namespace '{scope.Namespace}' may not be read, so the status of pods has to do. {failure.Message}"));
        }

        return events;
    }
}
