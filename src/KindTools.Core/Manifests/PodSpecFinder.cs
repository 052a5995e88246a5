using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>Finds the pod specs of an object and the containers in them.</summary>
internal static class PodSpecFinder
{
    private static readonly (string Key, ContainerType Type)[] ContainerLists =
    [
        ("initContainers", ContainerType.InitContainer),
        ("containers", ContainerType.Container),
        ("ephemeralContainers", ContainerType.EphemeralContainer),
    ];

    private static readonly string[] GroupsWithoutPods = ["apiextensions.k8s.io/", "kyverno.io/", "policies.kyverno.io/"];

    /// <summary>Every container and image volume of an object, in the order in which the kubelet deals with them.</summary>
    /// <param name="document">The document.</param>
    /// <param name="owner">The object.</param>
    /// <param name="paths">Where else to look.</param>
    public static IEnumerable<PodContainer> Find(YamlDocument document, ManifestObject owner, IReadOnlyList<PodSpecPath> paths)
    {
        var path = IsBuiltIn(owner.ApiVersion) ? PathToSpec(owner.Kind) : null;
        var spec = path is null ? null : document.Find(owner.Node, path);
        var found = spec is { } builtIn ? ContainersOf(document, owner, builtIn, wantsImage: true)
            : path is null && MayCarryPods(owner) ? FindByShape(document, owner)
            : [];
        return paths.Count == 0 ? found : found.Concat(paths.SelectMany(path => FindByPath(document, owner, path))).DistinctBy(container => (container.Line, container.Column, container.Name));
    }

    private static IEnumerable<PodContainer> FindByPath(YamlDocument document, ManifestObject owner, PodSpecPath path) =>
        path.Find(document, owner.Node).SelectMany(field =>
            document.Find(field.Value, "image") is null
                ? ContainersOf(document, owner, field, wantsImage: false)
                : [Describe(document, owner, ContainerType.Container, field, field, field.Origin, "image", "imagePullPolicy")]);

    private static string[]? PathToSpec(string kind) => kind switch
    {
        "Pod" => ["spec"],
        "PodTemplate" => ["template", "spec"],
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" => ["spec", "template", "spec"],
        "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
        _ => null,
    };

    // Kubernetes' own early groups have no dot: apps, batch, extensions, and none at all.
    private static bool IsBuiltIn(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || !apiVersion.AsSpan(0, slash).Contains('.');
    }

    // The schema of a custom resource may show containers in its examples and defaults, and a policy of Kyverno's says with
    // wildcards what those of others must look like; they are not run.
    private static bool MayCarryPods(ManifestObject owner) =>
        !IsBuiltIn(owner.ApiVersion) && !Array.Exists(GroupsWithoutPods, group => owner.ApiVersion.StartsWith(group, StringComparison.Ordinal));

    /// <summary>A pod spec in a custom resource: a mapping with a list of containers, of any type, that have images.</summary>
    private static IEnumerable<PodContainer> FindByShape(YamlDocument document, ManifestObject owner)
    {
        for (var node = owner.Node; node < document[owner.Node].Next; node++)
        {
            if (Array.Exists(ContainerLists, list => document.Find(node, list.Key) is { } found && HasImages(document, found.Value)))
            {
                foreach (var container in ContainersOf(document, owner, new YamlField(node, node, FieldOrigin.Plain), wantsImage: false))
                    yield return container;
            }
        }
    }

    private static bool HasImages(YamlDocument document, int list) =>
        document.Items(list).Any(item => document.Find(item.Value, "image") is not null);

    private static IEnumerable<PodContainer> ContainersOf(YamlDocument document, ManifestObject owner, YamlField spec, bool wantsImage)
    {
        foreach (var (key, type) in ContainerLists)
        {
            if (document.Find(spec.Value, key) is not { } list) continue;

            foreach (var item in document.Items(list.Value))
            {
                if (document[item.Value].Kind != YamlNodeKind.Mapping) continue;
                if (wantsImage || document.Find(item.Value, "image") is not null)
                    yield return Describe(document, owner, type, item, item, spec.Origin | list.Origin, "image", "imagePullPolicy");
            }
        }

        if (document.Find(spec.Value, "volumes") is not { } volumes) yield break;

        foreach (var volume in document.Items(volumes.Value))
        {
            if (document.Find(volume.Value, "image") is { } source && document[source.Value].Kind == YamlNodeKind.Mapping)
                yield return Describe(document, owner, ContainerType.ImageVolume, volume, source, spec.Origin | volumes.Origin, "reference", "pullPolicy");
        }
    }

    private static PodContainer Describe(
        YamlDocument document,
        ManifestObject owner,
        ContainerType type,
        YamlField named,
        YamlField holder,
        FieldOrigin origin,
        string imageKey,
        string policyKey)
    {
        var image = document.Find(holder.Value, imageKey);
        var policy = document.Find(holder.Value, policyKey);
        var place = image?.Value ?? holder.Value;
        return new PodContainer
        {
            Owner = owner,
            Source = document.Source,
            Document = document.Number,
            Type = type,
            Name = document.Find(named.Value, "name") is { Value: var name } ? document.TextOf(name) : null,
            Image = FieldText.Of(document, image),
            Policy = FieldText.Of(document, policy),
            IsTemplate = document.IsTemplate,
            Line = document.LineOf(place),
            Column = document.PlaceOf(place).Column,
            Site = new EditSite
            {
                ImageKey = image is null ? null : document.SpanOf(image.Value.Key),
                Image = image is null ? null : document.SpanOf(image.Value.Value),
                Policy = policy is null ? null : document.SpanOf(policy.Value.Value),
                ImagePlace = PlaceOf(document, image),
                PolicyPlace = PlaceOf(document, policy),
                KeyColumn = document.PlaceOf(image?.Key ?? holder.Value).Column,
                IsFlow = document[holder.Value].IsFlow,
                Obstacle = ObstacleTo(
                    document,
                    image,
                    origin | named.Origin | holder.Origin | (image?.Origin ?? FieldOrigin.Plain) | (policy?.Origin ?? FieldOrigin.Plain)),
            },
        };
    }

    private static TextPlace PlaceOf(YamlDocument document, YamlField? field) =>
        field is { Value: var node } ? document.PlaceOf(node) : default;

    private static string? ObstacleTo(YamlDocument document, YamlField? image, FieldOrigin origin)
    {
        if (document.IsTemplate) return "the file is a template";
        if (origin.HasFlag(FieldOrigin.Duplicate)) return "a key stands there twice";
        if (origin.HasFlag(FieldOrigin.Merged)) return "part of it comes by a merge key";
        if (origin.HasFlag(FieldOrigin.Shared)) return "its text is shared through an alias";
        if (image is null) return "it has no image";

        return document[image.Value.Value] switch
        {
            { Kind: not YamlNodeKind.Scalar } => "its image is not a text",
            { Style: ScalarStyle.Literal or ScalarStyle.Folded } => "its image is a block scalar",
            _ => null,
        };
    }
}
