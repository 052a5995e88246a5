using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using KindTools.Core.Clusters;

namespace KindTools.Core.Diagnosis;

/// <summary>Follows a pod's owners up to the controller at the top. Objects that may not be read end the chain, and nothing more.</summary>
internal sealed class OwnerReader(ClusterConnection connection, IActivityLog log)
{
    private const int Deepest = 5;

    /// <summary>Plural names, which the API's paths want; what is not here is no built-in, and follows the rule.</summary>
    private static readonly Dictionary<string, string> Plurals = new(StringComparer.Ordinal) { ["ReplicaSet"] = "replicasets", ["CronJob"] = "cronjobs" };

    private readonly ConcurrentDictionary<string, Task<OwnerObject?>> _read = new(StringComparer.Ordinal);

    /// <summary>The chain of one container's pod.</summary>
    public Task<OwnerChain> ReadAsync(FailingContainer container, CancellationToken cancellationToken) =>
        ReadAsync(container.Namespace, container.Owner, container.ManagedBy, cancellationToken);

    /// <summary>The chain of a pod, of which the nearest owner and what manages it are known.</summary>
    public async Task<OwnerChain> ReadAsync(string space, PodOwner? owner, string? managedBy, CancellationToken cancellationToken)
    {
        if (owner is null) return OwnerChain.None with { ManagedBy = managedBy };

        var owners = new List<PodOwner>();
        var manager = managedBy;
        V1PodSpec? template = null;
        for (var next = owner; next is not null && owners.Count < Deepest;)
        {
            owners.Add(next);
            var current = next;
            var read = await _read.GetOrAdd(current.Uid, _ => ReadAsync(space, current, cancellationToken)).ConfigureAwait(false);
            if (read is null) return new OwnerChain(owners, null, manager);

            manager = Manager.Of(read.Metadata) ?? manager;
            template = read.Spec?.Template?.Spec ?? read.Spec?.JobTemplate?.Spec?.Template?.Spec ?? template;
            next = PodReader.Owner(read.Metadata);
        }

        return new OwnerChain(owners, template, manager);
    }

    private async Task<OwnerObject?> ReadAsync(string space, PodOwner owner, CancellationToken cancellationToken)
    {
        var plural = Plurals.GetValueOrDefault(owner.Kind) ?? owner.Kind.ToLowerInvariant() + "s";
        var action = $"get {plural} '{owner.Name}' in namespace '{space}'";
        try
        {
            return owner.ApiVersion.Split('/') is [var group, var version]
                ? await connection.AskAsync(action, (client, token) => client.CustomObjects.GetNamespacedCustomObjectAsync<OwnerObject>(group, version, space, plural, owner.Name, token), cancellationToken).ConfigureAwait(false)
                : Of(await connection.AskAsync(action, (client, token) => client.CoreV1.ReadNamespacedReplicationControllerAsync(owner.Name, space, cancellationToken: token), cancellationToken).ConfigureAwait(false));
        }
        catch (KindToolsException failure) when (failure.ErrorId is "ApiServerForbidden" or "ApiObjectNotFound")
        {
            log.Verbose($"{owner} of namespace '{space}' cannot be read, so what it belongs to is not known. {failure.Message}");
            return null;
        }
    }

    private static OwnerObject Of(V1ReplicationController controller) => new() { Metadata = controller.Metadata, Spec = new OwnerSpec { Template = controller.Spec.Template } };

    /// <summary>What is read of any owner.</summary>
    internal sealed record OwnerObject
    {
        [JsonPropertyName("metadata")]
        public required V1ObjectMeta Metadata { get; init; }

        [JsonPropertyName("spec")]
        public OwnerSpec? Spec { get; init; }
    }

    /// <summary>Where owners keep their pods' template; a CronJob one deeper.</summary>
    internal sealed record OwnerSpec
    {
        [JsonPropertyName("template")]
        public V1PodTemplateSpec? Template { get; init; }

        [JsonPropertyName("jobTemplate")]
        public JobTemplate? JobTemplate { get; init; }
    }

    /// <summary>Of a CronJob, whose API version differs by Kubernetes' version.</summary>
    internal sealed record JobTemplate
    {
        [JsonPropertyName("spec")]
        public OwnerSpec? Spec { get; init; }
    }
}
