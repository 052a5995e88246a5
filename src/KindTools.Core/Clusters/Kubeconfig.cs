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
    public IReadOnlySet<string> ContextNames(IActivityLog log)
    {
        var names = new HashSet<string>();
        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                names.UnionWith(ReadContextNames(file));
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

        return names;
    }

    /// <summary>All files as one, as kubectl merges them: of two entries of one name the first counts. Files that do not exist are no mistake.</summary>
    /// <exception cref="KindToolsException">One cannot be read.</exception>
    internal K8SConfiguration Load() => KubeconfigReader.Merge([.. files.Where(File.Exists).Select(KubeconfigReader.Read)]);

    // Names alone, of whatever can be understood: that other parts are odd does not matter here.
    private static IEnumerable<string> ReadContextNames(string file)
    {
        using var reader = new StreamReader(file);
        var yaml = new YamlStream();
        yaml.Load(reader);
        if (yaml.Documents.FirstOrDefault()?.RootNode is not YamlMappingNode root
            || !root.Children.TryGetValue("contexts", out var contexts)
            || contexts is not YamlSequenceNode list)
        {
            return [];
        }

        return
        [
            .. list.OfType<YamlMappingNode>()
                .Select(context => context.Children.TryGetValue("name", out var name) ? (name as YamlScalarNode)?.Value : null)
                .OfType<string>(),
        ];
    }
}
