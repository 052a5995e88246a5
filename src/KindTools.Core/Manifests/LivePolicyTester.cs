using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Manifests;

/// <summary>Judges the objects of a cluster as manifests are judged, by the same reader and the same rule.</summary>
public sealed class LivePolicyTester(ClusterConnection connection)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly AdmissionProbe _probe = new(connection);
    private readonly WorkloadReader _workloads = new(connection);
    private bool _namespacesExist = true;

    /// <summary>False when something could not be listed.</summary>
    public bool IsComplete => _namespacesExist && !_workloads.HasFailed;

    /// <summary>Every container of the objects that people apply. What cannot be listed is told to the log.</summary>
    public async IAsyncEnumerable<PullPolicyResult> TestAsync(ListScope scope, IActivityLog log, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (exists, forced) = await AskAdmissionAsync(scope, log, cancellationToken).ConfigureAwait(false);
        if (!exists) yield break;

        if (forced is not null)
            log.Warning($"The API server of context '{connection.Context}' gives pods the pull policy {forced}, whatever their manifests say.");

        await foreach (var workload in _workloads.ReadAsync(scope, log, cancellationToken).ConfigureAwait(false))
        {
            foreach (var container in new ManifestScanner(ManifestContext.Bare).ReadWhole(TextOf(workload.Spec), log, cancellationToken))
            {
                var result = PullPolicyReport.Describe(container, ManifestContext.Bare) with
                {
                    Context = connection.Context,
                    Line = 0,
                    Column = 0,
                    ApiVersion = workload.ApiVersion,
                    Kind = workload.Kind,
                    Name = workload.Metadata.Name,
                    Namespace = workload.Metadata.NamespaceProperty,
                    SuggestedEdit = null,
                };
                yield return forced == PullPolicy.Always ? PullPolicyReport.Forced(result) : result;
            }
        }
    }

    // Plugins that override policies do so in all namespaces, so that one speaks for all. A list says nothing of a
    // namespace that does not exist; this does.
    private async Task<(bool Exists, PullPolicy? Forced)> AskAdmissionAsync(ListScope scope, IActivityLog log, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await _probe.FindOverrideAsync(scope.Namespace ?? connection.DefaultNamespace, log, cancellationToken).ConfigureAwait(false));
        }
        catch (KindToolsException failure) when (failure.ErrorId == "ApiObjectNotFound")
        {
            if (scope.Namespace is null) return (true, null);

            _namespacesExist = false;
            log.Error(await new NamespaceCheck(connection, log).MissingAsync(scope.Namespace, failure, cancellationToken).ConfigureAwait(false));
            return (false, null);
        }
    }

    // Only what is judged: a live pod holds much that no manifest has.
    private static string TextOf(V1PodSpec spec) => JsonSerializer.Serialize(
        new
        {
            apiVersion = "v1",
            kind = "Pod",
            spec = new
            {
                initContainers = Containers(spec.InitContainers),
                containers = Containers(spec.Containers),
                ephemeralContainers = (spec.EphemeralContainers ?? []).Select(container => Container(container.Name, container.Image, container.ImagePullPolicy)),
                volumes = (spec.Volumes ?? []).Where(volume => volume.Image is not null)
                    .Select(volume => new { name = volume.Name, image = new { reference = volume.Image.Reference, pullPolicy = volume.Image.PullPolicy } }),
            },
        },
        Indented);

    private static IEnumerable<object> Containers(IList<V1Container>? containers) =>
        (containers ?? []).Select(container => Container(container.Name, container.Image, container.ImagePullPolicy));

    private static object Container(string name, string? image, string? imagePullPolicy) => new { name, image, imagePullPolicy };
}
