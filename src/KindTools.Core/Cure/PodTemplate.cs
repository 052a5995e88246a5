using System.Globalization;
using System.Text.Json.Nodes;

namespace KindTools.Core.Cure;

/// <summary>The pod template of an object, as JSON: where it is, how it is changed, and the patch that does so.</summary>
internal static class PodTemplate
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    private static readonly (ContainerType Type, string Key)[] Lists =
        [(ContainerType.InitContainer, "initContainers"), (ContainerType.Container, "containers"), (ContainerType.ImageVolume, "volumes")];

    /// <summary>The pod's spec: the pod's own, or that of the template.</summary>
    public static JsonObject? SpecOf(JsonObject item) => (Text(item["kind"]) switch
    {
        "Pod" => item["spec"],
        "CronJob" => item["spec"]?["jobTemplate"]?["spec"]?["template"]?["spec"],
        _ => item["spec"]?["template"]?["spec"],
    }) as JsonObject;

    /// <summary>Changes containers where they are.</summary>
    public static void Apply(JsonObject podSpec, IReadOnlyList<ContainerEdit> edits)
    {
        foreach (var edit in edits)
        {
            if (Find(podSpec, edit.Type, edit.Container) is { } container) Change(container, edit);
        }
    }

    /// <summary>The policy that a container of a pod has.</summary>
    public static string? PolicyOf(JsonObject podSpec, ContainerEdit edit)
    {
        if (Find(podSpec, edit.Type, edit.Container) is not { } container) return null;

        var (holder, _, policy) = Fields(container, edit.Type);
        return Text(holder[policy]);
    }

    /// <summary>Whether a container is already as an edit would have it.</summary>
    public static bool Has(JsonObject podSpec, ContainerEdit edit)
    {
        if (Find(podSpec, edit.Type, edit.Container) is not { } container) return false;

        var (holder, image, policy) = Fields(container, edit.Type);
        return (edit.Image is null || Text(holder[image]) == edit.Image) && (edit.Policy is null || Text(holder[policy]) == edit.Policy.ToString());
    }

    /// <summary>The same changes for the other containers of the same images, of which the failing one is only the first to be started.</summary>
    public static IReadOnlyList<ContainerEdit> WithSiblings(JsonObject podSpec, IReadOnlyList<(ContainerEdit Edit, string Image)> edits)
    {
        var all = edits.Select(edit => edit.Edit).ToList();
        foreach (var (type, key) in Lists)
        {
            foreach (var container in podSpec[key] as JsonArray ?? [])
            {
                var name = Text(container?["name"]) ?? "";
                if (type == ContainerType.ImageVolume || Text(container?["imagePullPolicy"]) != nameof(PullPolicy.Always) || all.Exists(edit => edit.Type == type && edit.Container == name)) continue;

                if (edits.FirstOrDefault(edit => edit.Edit is { Policy: not null, Image: null } && edit.Image == Text(container?["image"])).Edit is { } like)
                    all.Add(new ContainerEdit(type, name, like.Policy, null));
            }
        }

        return all;
    }

    /// <summary>A strategic merge patch of the object's template: containers and volumes are merged by their names.</summary>
    public static JsonObject Patch(string kind, IReadOnlyList<ContainerEdit> edits)
    {
        var spec = new JsonObject();
        foreach (var (type, key) in Lists)
        {
            var items = edits.Where(edit => edit.Type == type).Select(edit => (JsonNode)Item(edit)).ToArray();
            if (items.Length > 0) spec[key] = new JsonArray(items);
        }

        return Around(kind, new JsonObject { ["spec"] = spec });
    }

    /// <summary>What <c>kubectl rollout restart</c> patches.</summary>
    public static JsonObject RestartPatch(string kind, DateTimeOffset now) =>
        Around(kind, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RestartedAt] = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) } } });

    private static JsonObject Around(string kind, JsonObject template) => kind switch
    {
        "Pod" => template,
        "CronJob" => new JsonObject { ["spec"] = new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } } } },
        _ => new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
    };

    private static JsonObject Item(ContainerEdit edit)
    {
        var item = new JsonObject { ["name"] = edit.Container };
        if (edit.Type == ContainerType.ImageVolume) item["image"] = new JsonObject();
        Change(item, edit);
        return item;
    }

    private static void Change(JsonObject container, ContainerEdit edit)
    {
        var (holder, image, policy) = Fields(container, edit.Type);
        if (edit.Image is not null) holder[image] = edit.Image;
        if (edit.Policy is { } wish) holder[policy] = wish.ToString();
    }

    private static (JsonObject Holder, string Image, string Policy) Fields(JsonObject container, ContainerType type) =>
        type == ContainerType.ImageVolume && container["image"] is JsonObject volume ? (volume, "reference", "pullPolicy") : (container, "image", "imagePullPolicy");

    private static JsonObject? Find(JsonObject podSpec, ContainerType type, string name) =>
        (podSpec[Lists.FirstOrDefault(list => list.Type == type).Key ?? "ephemeralContainers"] as JsonArray ?? [])
            .OfType<JsonObject>().FirstOrDefault(container => Text(container["name"]) == name);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
