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
            catch (Exception exception) when (exception is YamlException or IOException or UnauthorizedAccessException)
            {
                log.Warning($"The kubeconfig {file} cannot be read, so contexts in it are not shown: {exception.Message}");
            }
        }

        return names;
    }

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
