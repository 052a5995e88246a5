using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>
/// The objects of a cluster whose templates decide which images run: those that people apply. What another of them has
/// made (a Deployment's ReplicaSets, a CronJob's Jobs, the pods of them all) is left out, because mending it mends
/// nothing; what a custom resource has made is not, because nothing else shows its images. Jobs and pods that have ended
/// start nothing again, and are left out too.
/// </summary>
internal sealed class WorkloadReader(ClusterConnection connection)
{
    private static readonly HashSet<string> Makers = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob"];

    /// <summary>True when a kind could not be listed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>All of them, kind by kind. A kind that may not be listed is reported, and the others go on.</summary>
    public async IAsyncEnumerable<Workload> ReadAsync(ListScope scope, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerable<Workload>[] kinds =
        [
            ListAsync<V1Deployment>("apps/v1", item => item.Spec.Template.Spec),
            ListAsync<V1StatefulSet>("apps/v1", item => item.Spec.Template.Spec),
            ListAsync<V1DaemonSet>("apps/v1", item => item.Spec.Template.Spec),
            ListAsync<V1ReplicaSet>("apps/v1", item => item.Spec.Template?.Spec),
            ListAsync<V1ReplicationController>("v1", item => item.Spec.Template?.Spec),
            ListCronJobsAsync(),
            ListAsync<V1Job>("batch/v1", item => HasEnded(item) ? null : item.Spec.Template.Spec),
            ListAsync<V1Pod>("v1", item => item.Status?.Phase is "Succeeded" or "Failed" ? null : item.Spec),
        ];
        foreach (var kind in kinds)
        {
            // By hand, because nothing can be yielded from within a try block that catches.
            var workloads = kind.GetAsyncEnumerator(cancellationToken);
            await using (workloads.ConfigureAwait(false))
            {
                while (await TryMoveNextAsync(workloads, log).ConfigureAwait(false)) yield return workloads.Current;
            }
        }

        async IAsyncEnumerable<Workload> ListAsync<T>(string apiVersion, Func<T, V1PodSpec?> spec, string? version = null)
            where T : IKubernetesObject<V1ObjectMeta>
        {
            await foreach (var item in connection.ListAsync<T>(scope, cancellationToken, version).ConfigureAwait(false))
            {
                if (!IsMade(item.Metadata) && Workload.Of(item, apiVersion, spec(item)) is { } workload) yield return workload;
            }
        }

        // Before Kubernetes 1.21 there is no batch/v1 of them; what is looked at is the same.
        async IAsyncEnumerable<Workload> ListCronJobsAsync()
        {
            var (apiVersion, version) = IsBefore121(connection.ServerVersion) ? ("batch/v1beta1", "v1beta1") : ("batch/v1", null);
            await foreach (var workload in ListAsync<V1CronJob>(apiVersion, item => item.Spec.JobTemplate.Spec.Template.Spec, version).ConfigureAwait(false)) yield return workload;
        }
    }

    /// <summary>Whether a server is older than Kubernetes 1.21.</summary>
    internal static bool IsBefore121(string version) =>
        version.TrimStart('v').Split('.') is [var major, var minor, ..]
        && int.TryParse(major, out var first) && int.TryParse(minor.TrimEnd('+'), out var second)
        && (first, second).CompareTo((1, 21)) < 0;

    private static bool IsMade(V1ObjectMeta metadata) => metadata.OwnerReferences?.Any(owner => owner.Controller == true && Makers.Contains(owner.Kind)) == true;

    private static bool HasEnded(V1Job job) => job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) == true;

    private async ValueTask<bool> TryMoveNextAsync(IAsyncEnumerator<Workload> workloads, IActivityLog log)
    {
        try
        {
            return await workloads.MoveNextAsync().ConfigureAwait(false);
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiServerForbidden")
        {
            HasFailed = true;
            log.Error(failure);
            return false;
        }
    }
}
