using System.Runtime.CompilerServices;
using k8s.Models;
using KindTools.Core.Clusters;
using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Manifests;
using KindTools.Core.Nodes;

namespace KindTools.Core.Diagnosis;

/// <summary>Finds the containers of a cluster that run another image than the one that is meant by its name now.</summary>
public sealed class PodImageDriftFinder(ClusterConnection connection, IActivityLog log)
{
    private readonly OwnerReader _owners = new(connection, log);
    private readonly Dictionary<string, EngineImage?> _engineImages = new(StringComparer.Ordinal);

    /// <summary>
    /// All of them, as they are found; nothing is kept of the others. All nodes are asked first, at the same time; what runs
    /// on one that does not answer is not judged.
    /// </summary>
    /// <param name="names">Names of pods or of their controllers; empty for all.</param>
    /// <param name="scopes">Where to look, and by which labels.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<PodImageDrift> FindAsync(
        IReadOnlyList<NamePattern> names, IReadOnlyList<ListScope> scopes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (connection is not { Engine: { } engine, Cluster: { } cluster })
        {
            log.Error(new KindToolsException(
                "NoNodesToAsk",
                FailureCategory.ResourceUnavailable,
                $"What the nodes behind context '{connection.Context}' hold cannot be seen, because they are not those of a kind cluster in this container engine; so drift cannot be told. Set DOCKER_HOST to the engine that they run in.",
                connection.Context));
            yield break;
        }

        var stores = await ReadNodesAsync(engine, cancellationToken).ConfigureAwait(false);
        var named = new NamedPods(names);
        var places = new PlacesLookedAt(connection, log);
        foreach (var scope in scopes)
        {
            var isEmpty = true;
            await foreach (var pod in connection.ListAsync<V1Pod>(scope, cancellationToken).ConfigureAwait(false))
            {
                isEmpty = false;
                named.Meet(pod);
                if (pod.Spec.NodeName is not { } node || !stores.TryGetValue(node, out var store)) continue;

                foreach (var container in StartedContainers.In(pod))
                {
                    if (await JudgeAsync(pod, container, store, engine, cluster, cancellationToken).ConfigureAwait(false) is { } drift && named.IsMeant(drift.Pod, drift.Owners))
                        yield return drift;
                }
            }

            await places.AddAsync(scope, isEmpty, cancellationToken).ConfigureAwait(false);
        }

        named.ReportUnmet(places.Existing, log);
    }

    private async Task<PodImageDrift?> JudgeAsync(
        V1Pod pod, StartedContainer container, NodeStore store, IContainerEngine engine, string cluster, CancellationToken cancellationToken)
    {
        // What a digest names does not change.
        if (!ImageReference.TryParse(container.Image, out var reference, out _) || reference.Digest is not null) return null;

        var wanted = reference.WithDefaultTag();
        var named = store.Find(wanted);
        var evidence = new DriftEvidence(
            store.IdOf(container.ImageDigest), named, named is not null && store.HasPulled(named), store.Nameless, await FindInEngineAsync(engine, wanted, cancellationToken).ConfigureAwait(false));
        if (DriftClassifier.Classify(evidence, container.IsRunning) is not { } kind) return null;

        var chain = await _owners.ReadAsync(pod.Metadata.NamespaceProperty, PodReader.Owner(pod.Metadata), Manager.Of(pod.Metadata)?.Name, cancellationToken).ConfigureAwait(false);
        var drift = new PodImageDrift
        {
            Cluster = cluster,
            Context = connection.Context,
            Namespace = pod.Metadata.NamespaceProperty,
            Pod = pod.Metadata.Name,
            Container = container.Name,
            ContainerType = container.Type,
            Image = container.Image,
            NormalizedImage = wanted.ToString(),
            Node = pod.Spec.NodeName,
            Drift = kind,
            IsRunning = container.IsRunning,
            RunningImageId = evidence.Running,
            NodeImageId = named?.ImageId,
            EngineImageId = evidence.Engine?.Id,
            EffectivePolicy = container.Policy,
            Since = container.Started,
            Owners = chain.Owners,
            ManagedBy = chain.ManagedBy,
            Reason = "",
            Remedy = "",
        };
        var (reason, remedy, command) = DriftWords.For(kind, drift, wanted);
        return drift with { Reason = reason, Remedy = remedy, RemedyCommand = command };
    }

    private async Task<Dictionary<string, NodeStore>> ReadNodesAsync(IContainerEngine engine, CancellationToken cancellationToken)
    {
        var stores = await Task.WhenAll(connection.Nodes.Select(node => ReadAsync(engine, node, cancellationToken))).ConfigureAwait(false);
        return stores.OfType<NodeStore>().ToDictionary(store => store.Node, StringComparer.Ordinal);
    }

    private async Task<NodeStore?> ReadAsync(IContainerEngine engine, KindNode node, CancellationToken cancellationToken) =>
        await new NodeImageReader(engine).TryReadContentAsync(node, log, cancellationToken).ConfigureAwait(false) is { } content ? new NodeStore(node, content) : null;

    private async Task<EngineImage?> FindInEngineAsync(IContainerEngine engine, ImageReference wanted, CancellationToken cancellationToken)
    {
        var name = wanted.ToString();
        if (!_engineImages.TryGetValue(name, out var image))
            _engineImages[name] = image = await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false);
        return image;
    }

    /// <summary>What one node has.</summary>
    internal sealed class NodeStore
    {
        private readonly NodeContent _content;
        private readonly IReadOnlyList<KindNodeImage> _images;

        public NodeStore(KindNode node, NodeContent content)
        {
            Node = node.Name;
            _content = content;
            _images = NodeImageList.From(node, content);
            Nameless = [.. _images.Where(image => image.Repository is null)];
        }

        public string Node { get; }

        public IReadOnlyList<KindNodeImage> Nameless { get; }

        /// <summary>The image id of what a pod's status names by digest; the digest where the node has nothing of that digest any more.</summary>
        public string IdOf(string digest) => NodeImageList.Resolve(_content, digest)?.Manifest.Config.Digest ?? digest;

        /// <summary>Whether an image came by a pull, under the name that it has.</summary>
        public bool HasPulled(KindNodeImage image) => _content.Names.Any(record => record.Name == $"{image.Repository}@{image.Digest}");

        public KindNodeImage? Find(ImageReference wanted) => _images.FirstOrDefault(image => NodeImageJoin.IsWanted(image, wanted));
    }
}
