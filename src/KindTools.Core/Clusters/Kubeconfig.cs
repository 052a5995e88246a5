using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KindTools.Core.Clusters;

/// <summary>The user's kubeconfig files: those of KUBECONFIG, else <c>~/.kube/config</c> (client-go <c>loader.go</c>).</summary>
public sealed class Kubeconfig(IReadOnlyList<string> files)
{
    /// <summary>The files that kubectl would read now; the variable may change within a session.</summary>
    public static Kubeconfig Current => new(
        Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list
            ? list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]);

    /// <summary>Where contexts are looked for, for people.</summary>
    internal string Origin => string.Join(Path.PathSeparator, files);

    /// <summary>One file that the user named, which must be there.</summary>
    /// <exception cref="KindToolsException">It is not.</exception>
    public static Kubeconfig At(string file) => File.Exists(file)
        ? new Kubeconfig([file])
        : throw new KindToolsException(
            "KubeconfigNotReadable", FailureCategory.ObjectNotFound, $"There is no kubeconfig '{file}'. Give -Kubeconfig the path of a file, or leave it out for what kubectl uses.", file);

    /// <summary>The names of all contexts. A file that cannot be read is a warning: it does not concern nodes.</summary>
    public IReadOnlySet<string> ContextNames(IActivityLog log) => Contexts(log).Select(context => context.Name).ToHashSet();

    /// <summary>All contexts, of two of one name the first, as kubectl merges them. A file that cannot be read is a warning.</summary>
    public IReadOnlyList<KubeconfigContext> Contexts(IActivityLog log)
    {
        var roots = new List<YamlMappingNode>();
        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                if (ReadRoot(file) is { } root) roots.Add(root);
            }
            catch (YamlException exception)
            {
                log.Warning($"{KubeconfigReader.Invalid($"the kubeconfig '{file}'", exception).Message} Contexts in it are not shown.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                log.Warning($"The kubeconfig '{file}' cannot be read, so contexts in it are not shown: {exception.Message}");
            }
        }

        var current = roots.Select(root => Text(root, "current-context")).FirstOrDefault(name => !string.IsNullOrEmpty(name));
        var servers = Entries(roots, "clusters").Select(entry => (entry.Name, Server: Text(Child(entry.Node, "cluster"), "server"))).ToLookup(entry => entry.Name, entry => entry.Server);
        return
        [
            .. Entries(roots, "contexts")
                .DistinctBy(entry => entry.Name)
                .Select(entry => (entry.Name, Context: Child(entry.Node, "context")))
                .Select(entry => new KubeconfigContext(
                    entry.Name,
                    Text(entry.Context, "cluster") is { } cluster ? servers[cluster].FirstOrDefault() : null,
                    Text(entry.Context, "namespace"),
                    entry.Name == current)),
        ];
    }

    /// <summary>All files as one, as kubectl merges them: of two entries of one name the first counts. Files that do not exist are no mistake.</summary>
    /// <exception cref="KindToolsException">One cannot be read.</exception>
    internal K8SConfiguration Load() => KubeconfigReader.Merge([.. files.Where(File.Exists).Select(KubeconfigReader.Read)]);

    // Of whatever can be understood: that other parts are odd does not matter here.
    private static YamlMappingNode? ReadRoot(string file)
    {
        using var reader = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents.FirstOrDefault()?.RootNode as YamlMappingNode;
    }

    private static IEnumerable<(string Name, YamlMappingNode Node)> Entries(IEnumerable<YamlMappingNode> roots, string list) =>
        roots.SelectMany(root => Child(root, list) is YamlSequenceNode entries ? entries.OfType<YamlMappingNode>() : [])
            .Select(entry => (Name: Text(entry, "name"), Node: entry))
            .Where(entry => entry.Name is not null)
            .Select(entry => (entry.Name!, entry.Node));

    private static YamlNode? Child(YamlNode? node, string key) => node is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null;

    private static string? Text(YamlNode? node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}
