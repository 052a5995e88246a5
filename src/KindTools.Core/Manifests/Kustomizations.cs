using YamlDotNet.Core;

namespace KindTools.Core.Manifests;

/// <summary>
/// The kustomizations beside and among files, and which of those files they rewrite: their resources, and those of the
/// folders that they build on.
/// </summary>
internal sealed class Kustomizations
{
    private static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private static readonly string[] Resources = ["resources", "bases", "components"];
    private static readonly string[] Patches = ["patches", "patchesStrategicMerge"];

    private readonly Dictionary<string, List<ImageTransform>> _transforms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _patches = new(StringComparer.Ordinal);

    /// <summary>Reads the kustomizations in the folders of files; what cannot be read there is not for here to report.</summary>
    public Kustomizations(IEnumerable<string> files)
    {
        foreach (var folder in files.Select(Path.GetDirectoryName).OfType<string>().Distinct())
        {
            if (Read(folder) is not { } kustomization) continue;

            foreach (var patch in kustomization.Patches) _patches.TryAdd(patch, kustomization.File);
            if (kustomization.Images.Count == 0) continue;

            foreach (var file in Reach(kustomization, []))
            {
                if (!_transforms.TryGetValue(file, out var transforms)) _transforms[file] = transforms = [];
                transforms.AddRange(kustomization.Images.Select(image => new ImageTransform(kustomization.File, image)));
            }
        }
    }

    /// <summary>What is known about a text when it is that of a file.</summary>
    public ManifestContext Describe(ManifestContext text, string file) => text with
    {
        File = file,
        Transforms = _transforms.TryGetValue(file, out var transforms) ? transforms : [],
        PatchOf = _patches.GetValueOrDefault(file),
    };

    private static IEnumerable<string> Reach(Kustomization from, HashSet<string> seen)
    {
        if (!seen.Add(from.File)) yield break;

        foreach (var path in from.Resources.Concat(from.Patches))
        {
            if (File.Exists(path)) yield return path;
            else if (Read(path) is { } inner)
                foreach (var file in Reach(inner, seen)) yield return file;
        }
    }

    private static Kustomization? Read(string folder)
    {
        if (Array.Find(Names, name => File.Exists(Path.Combine(folder, name))) is not { } name) return null;

        try
        {
            var document = new YamlDocument();
            var path = Path.Combine(folder, name);
            return new YamlReader(DocumentText.Whole(File.ReadAllText(path)), document).ReadNext(CancellationToken.None) && document.Count > 0
                ? new Kustomization(path, [.. ImagesIn(document)], PathsIn(document, Resources, folder), PathsIn(document, Patches, folder))
                : null;
        }
        catch (Exception exception) when (exception is YamlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> ImagesIn(YamlDocument document) =>
        document.Find(0, "images") is { Value: var images }
            ? document.Items(images).Select(item => document.Find(item.Value, "name") is { Value: var name } ? document.TextOf(name) : null).OfType<string>()
            : [];

    // An entry is a path, or a mapping with one; remote ones lead to no file.
    private static List<string> PathsIn(YamlDocument document, IEnumerable<string> keys, string folder) =>
        [.. keys.SelectMany(key => PathsIn(document, key)).Select(path => Path.GetFullPath(path, folder))];

    private static IEnumerable<string> PathsIn(YamlDocument document, string key) =>
        document.Find(0, key) is { Value: var list }
            ? document.Items(list)
                .Select(item => document.Find(item.Value, "path") is { Value: var path } ? document.TextOf(path) : document.TextOf(item.Value))
                .Where(path => !string.IsNullOrEmpty(path) && path.AsSpan().IndexOfAny('\n', '\0') < 0 && !path.Contains("://", StringComparison.Ordinal))
                .Select(path => path!)
            : [];

    private sealed record Kustomization(string File, IReadOnlyList<string> Images, IReadOnlyList<string> Resources, IReadOnlyList<string> Patches);
}
