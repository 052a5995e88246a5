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

    private readonly ConcurrentDictionary<string, Task<OwnerObject?>> _read = new(StringComparer.Ordinal);

    /// <summary>The chain of one container's pod.</summary>
    public async Task<OwnerChain> ReadAsync(FailingContainer container, CancellationToken cancellationToken)
    {
        var chain = await ReadAsync(container.Namespace, container.Owner, container.ManagedBy, cancellationToken).ConfigureAwait(false);
        return chain with { Origin = await OriginAsync(container, chain, cancellationToken).ConfigureAwait(false) };
    }

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
            var read = await ReadOnceAsync(space, next, cancellationToken).ConfigureAwait(false);
            if (read is null) return new OwnerChain(owners, null, manager);

            manager = Manager.Of(read.Metadata)?.Name ?? manager;
            template = read.Template ?? template;
            next = PodReader.Owner(read.Metadata);
        }

        return new OwnerChain(owners, template, manager);
    }

    // A Job keeps the template that it began with, and so does the ReplicaSet of a Deployment. StatefulSets and DaemonSets
    // note down each that they have had (kubernetes pkg/controller/history), and their pods, which of them they were made from.
    private async Task<V1PodSpec?> OriginAsync(FailingContainer container, OwnerChain chain, CancellationToken cancellationToken)
    {
        var origin = chain.Owners switch
        {
            [{ Kind: "Job" } job, ..] => job,
            [{ Kind: "ReplicaSet" } made, _, ..] => made,
            [{ Kind: "StatefulSet" or "DaemonSet" } keeper, ..] when container.Revision is { } hash => RevisionOf(keeper, hash),
            _ => null,
        };
        return origin is null ? null : (await ReadOnceAsync(container.Namespace, origin, cancellationToken).ConfigureAwait(false))?.Template;
    }

    // A StatefulSet's pods have the whole name in their label, a DaemonSet's the end of it.
    private static PodOwner RevisionOf(PodOwner keeper, string hash)
    {
        var name = keeper.Kind == "StatefulSet" ? hash : $"{keeper.Name}-{hash}";
        return new PodOwner(keeper.ApiVersion, "ControllerRevision", name, $"{keeper.Uid}/{name}");
    }

    private Task<OwnerObject?> ReadOnceAsync(string space, PodOwner owner, CancellationToken cancellationToken) =>
        _read.GetOrAdd(owner.Uid, _ => ReadAsync(space, owner, cancellationToken));

    private async Task<OwnerObject?> ReadAsync(string space, PodOwner owner, CancellationToken cancellationToken)
    {
        // All built-in kinds that have pods form their plural so.
        var plural = owner.Kind.ToLowerInvariant() + "s";
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

        /// <summary>Of a ControllerRevision: the object as it was, as far as it is noted down.</summary>
        [JsonPropertyName("data")]
        public OwnerRevision? Data { get; init; }

        public V1PodSpec? Template => (Spec?.Template ?? Spec?.JobTemplate?.Spec?.Template ?? Data?.Spec?.Template)?.Spec;
    }

    /// <summary>What a ControllerRevision has noted down.</summary>
    internal sealed record OwnerRevision
    {
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
