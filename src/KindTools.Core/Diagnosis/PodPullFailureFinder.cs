using System.Globalization;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Finds the containers of a cluster that do not start for their image, and says why.</summary>
public sealed class PodPullFailureFinder(ClusterConnection connection, IActivityLog log)
{
    private const int ReportEvery = 1000;

    private readonly ContainerDiagnosis _diagnosis = new(connection, log);

    /// <summary>All failures now. What is kept of pods is bounded by those that fail.</summary>
    public async Task<IReadOnlyList<PodPullFailure>> FindAsync(PodPullFailureQuery query, CancellationToken cancellationToken)
    {
        var named = new NamedPods(query.Names);
        var failing = new List<FailingContainer>();
        var looked = 0;
        var places = new PlacesLookedAt(connection, log);
        foreach (var scope in query.Scopes)
        {
            var before = looked;
            await foreach (var pod in connection.ListAsync<V1Pod>(WithoutDone(scope), cancellationToken).ConfigureAwait(false))
            {
                named.Meet(pod);
                failing.AddRange(PodReader.Find(pod));
                if (++looked % ReportEvery == 0) Report(looked, failing.Count, completed: false);
            }

            await MeetDoneAsync(named, scope, cancellationToken).ConfigureAwait(false);
            await places.AddAsync(scope, isEmpty: looked == before, cancellationToken).ConfigureAwait(false);
        }

        if (looked >= ReportEvery) Report(looked, failing.Count, completed: true);
        named.ReportUnmet(places.Existing, log);

        var failures = (await _diagnosis.DiagnoseAsync(failing, cancellationToken).ConfigureAwait(false)).Where(named.IsMeant);
        return query.Expand ? [.. failures] : FailureRollUp.Roll(failures);
    }

    /// <summary>The pods that wait for an image, without asking why.</summary>
    public async Task<IReadOnlyList<(string Namespace, string Name, string Reason, string Image, string? Node)>> ListWaitingAsync(ListScope scope, CancellationToken cancellationToken)
    {
        var waiting = new List<(string Namespace, string Name, string Reason, string Image, string? Node)>();
        await foreach (var pod in connection.ListAsync<V1Pod>(WithoutDone(scope), cancellationToken).ConfigureAwait(false))
        {
            if (PodReader.Find(pod).FirstOrDefault(container => !container.IsSuspect) is { } container)
                waiting.Add((container.Namespace, container.Pod, container.Reason, container.Image, container.Node));
        }

        return waiting;
    }

    // A pod that has succeeded has had its images.
    internal static ListScope WithoutDone(ListScope scope) => scope with { FieldSelector = "status.phase!=Succeeded" };

    // Whoever asks for it by its name is not told that there is none.
    private async Task MeetDoneAsync(NamedPods named, ListScope scope, CancellationToken cancellationToken)
    {
        if (!named.HasUnmet) return;

        await foreach (var pod in connection.ListAsync<V1Pod>(scope with { FieldSelector = "status.phase=Succeeded" }, cancellationToken).ConfigureAwait(false))
        {
            named.Meet(pod);
            if (!named.HasUnmet) return;
        }
    }

    private void Report(int looked, int failing, bool completed) => log.Progress(new ActivityProgress
    {
        Id = 1,
        Activity = $"Looking at the pods of {connection.Cluster ?? connection.Context}",
        Status = string.Create(CultureInfo.InvariantCulture, $"{looked} pods, {failing} containers wait"),
        Completed = completed,
    });
}
