namespace KindTools.Core.Manifests;

/// <summary>A Kubernetes object in a YAML document.</summary>
/// <param name="Node">Its mapping.</param>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
/// <param name="Name">Its name, else its <c>generateName</c>, or null.</param>
/// <param name="Namespace">Its namespace, or null.</param>
internal sealed record ManifestObject(int Node, string ApiVersion, string Kind, string? Name, string? Namespace)
{
    private const string ListSuffix = "List";

    /// <summary>The objects of a document: none when it is no manifest, several when it is a List.</summary>
    public static IEnumerable<ManifestObject> In(YamlDocument document) =>
        document.Count == 0 ? [] : In(document, document.Resolve(0), apiVersion: null, kind: null);

    // The items of a raw PodList have no kind of their own, those of kubectl's List have.
    private static IEnumerable<ManifestObject> In(YamlDocument document, int node, string? apiVersion, string? kind)
    {
        apiVersion = Text(document, node, "apiVersion") ?? apiVersion;
        kind = Text(document, node, "kind") ?? kind;
        if (string.IsNullOrEmpty(apiVersion) || string.IsNullOrEmpty(kind)) return [];

        if (kind.EndsWith(ListSuffix, StringComparison.Ordinal) && document.Find(node, "items") is { Value: var items })
        {
            var itemKind = kind.Length > ListSuffix.Length ? kind[..^ListSuffix.Length] : null;
            return document.Items(items).SelectMany(item => In(document, item.Value, itemKind is null ? null : apiVersion, itemKind));
        }

        return
        [
            new ManifestObject(
                node,
                apiVersion,
                kind,
                Text(document, node, "metadata", "name") ?? Text(document, node, "metadata", "generateName"),
                Text(document, node, "metadata", "namespace")),
        ];
    }

    private static string? Text(YamlDocument document, int node, params ReadOnlySpan<string> path) =>
        document.Find(node, path) is { Value: var value } ? document.TextOf(value) ?? NonText(document, value) : null;

    // A name that is a number or a template is refused elsewhere; here it still tells the user which object is meant.
    private static string? NonText(YamlDocument document, int value) => document.IsNull(value) ? null : document.SourceOf(value);
}
