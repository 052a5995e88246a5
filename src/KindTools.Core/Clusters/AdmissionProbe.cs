using k8s;
using k8s.Models;

namespace KindTools.Core.Clusters;

/// <summary>
/// Finds out whether admission overrides the pull policies of pods, as the plugin AlwaysPullImages does. Which plugins a
/// server has cannot be asked; what they do to a pod can: one with IfNotPresent that is sent for a dry run, of which
/// nothing is kept, comes back with the policy that it would have got. Webhooks show themselves in the same way.
/// </summary>
internal sealed class AdmissionProbe(ClusterConnection connection)
{
    private const string Asked = nameof(PullPolicy.IfNotPresent);

    /// <summary>The policy that pods of a namespace get instead of theirs; null when they keep it, or nobody can tell.</summary>
    public async Task<PullPolicy?> FindOverrideAsync(string space, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            var pod = await connection.AskAsync(
                $"try out a pod (dry run) in namespace '{space}'",
                (client, token) => client.CoreV1.CreateNamespacedPodAsync(Pod(), space, dryRun: "All", cancellationToken: token),
                cancellationToken).ConfigureAwait(false);
            return pod.Spec.Containers[0].ImagePullPolicy is { } policy and not Asked && Enum.TryParse<PullPolicy>(policy, out var given) ? given : null;
        }
        catch (KindToolsException failure) when (failure.ErrorId is "ApiServerForbidden" or "ApiServerRefused" or "ApiServerBusy")
        {
            // Not allowed, or refused by a quota or a webhook: that says nothing of what happens to other pods.
            log.Verbose($"Whether the API server overrides pull policies cannot be told: {failure.Message}");
            return null;
        }
    }

    // One that the strictest of the pod security standards lets pass, within any quota.
    private static V1Pod Pod() => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta { Name = $"kindtools-dry-run-{Guid.NewGuid():n}" },
        Spec = new V1PodSpec
        {
            AutomountServiceAccountToken = false,
            Containers =
            [
                new V1Container
                {
                    Name = "probe",
                    Image = "kindtools.invalid/dry-run:1",
                    ImagePullPolicy = Asked,
                    Resources = new V1ResourceRequirements { Requests = Least(), Limits = Least() },
                    SecurityContext = new V1SecurityContext
                    {
                        AllowPrivilegeEscalation = false,
                        Capabilities = new V1Capabilities { Drop = ["ALL"] },
                        RunAsNonRoot = true,
                        RunAsUser = 65534,
                        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
                    },
                },
            ],
        },
    };

    private static Dictionary<string, ResourceQuantity> Least() => new() { ["cpu"] = new ResourceQuantity("1m"), ["memory"] = new ResourceQuantity("1Mi") };
}
