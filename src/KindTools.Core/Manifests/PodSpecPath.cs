namespace KindTools.Core.Manifests;

/// <summary>
/// Where objects of some kind have a pod, a list of containers or a container, besides where it is found anyhow:
/// <c>spec.templates[*].container</c>. Lists are entered by themselves, so that <c>[*]</c> may be left out.
/// </summary>
public sealed class PodSpecPath
{
    private readonly string[] _keys;

    private PodSpecPath(string[] keys) => _keys = keys;

    /// <summary>Reads a path.</summary>
    /// <exception cref="KindToolsException">It is none.</exception>
    public static PodSpecPath Parse(string text)
    {
        var keys = text.TrimStart('$').TrimStart('.').Replace("[*]", "", StringComparison.Ordinal).Replace("[]", "", StringComparison.Ordinal).Split('.');
        if (Array.Exists(keys, key => key.Length == 0 || key.AsSpan().ContainsAny('[', ']', '*')))
        {
            throw new KindToolsException(
                "PodSpecPathInvalid",
                FailureCategory.InvalidArgument,
                $"'{text}' is no path to a pod. Write the keys from the object down, with dots between them, such as spec.templates.container.",
                text);
        }

        return new PodSpecPath(keys);
    }

    /// <summary>What the path leads to in an object: mappings, each a pod spec or a container.</summary>
    internal IEnumerable<YamlField> Find(YamlDocument document, int node) =>
        _keys.Aggregate<string, IEnumerable<YamlField>>(
            [new YamlField(node, node, FieldOrigin.Plain)],
            (found, key) => found.SelectMany(field => Step(document, field, key)).ToList());

    private static IEnumerable<YamlField> Step(YamlDocument document, YamlField from, string key)
    {
        if (document.Find(from.Value, key) is not { } value) return [];

        var field = value with { Origin = value.Origin | from.Origin };
        return document[field.Value].Kind == YamlNodeKind.Sequence
            ? document.Items(field.Value).Select(item => item with { Origin = item.Origin | field.Origin })
            : [field];
    }
}
