using k8s;
using k8s.KubeConfigModels;
using YamlDotNet.Core;

namespace KindTools.Core.Clusters;

/// <summary>
/// Reads kubeconfigs. Files are merged here and not by the client library, which wants all of them to exist and takes
/// the paths in the second for relative to the first.
/// </summary>
internal static class KubeconfigReader
{
    /// <summary>A file, with the paths in it made absolute.</summary>
    public static K8SConfiguration Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file)));
        }
        catch (YamlException exception)
        {
            throw Invalid($"the kubeconfig '{file}'", exception, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindToolsException(
                "KubeconfigNotReadable", FailureCategory.ReadError, $"The kubeconfig '{file}' cannot be read: {exception.Message} Check its permissions, or name another with -Kubeconfig.", file, exception);
        }
    }

    /// <summary>The text of a kubeconfig.</summary>
    /// <param name="text">The text.</param>
    /// <param name="folder">What paths in it are relative to; null when there can be none.</param>
    public static K8SConfiguration Parse(string text, string? folder)
    {
        var config = KubernetesYaml.Deserialize<K8SConfiguration?>(text) ?? new K8SConfiguration();
        config.Contexts = Named(config.Contexts, context => context.Name);
        config.Clusters = Named(config.Clusters, cluster => cluster.Name);
        config.Users = Named(config.Users, user => user.Name);
        if (folder is not null) MakeAbsolute(config, folder);
        return config;
    }

    /// <summary>Several as one: of two entries of one name the first counts.</summary>
    public static K8SConfiguration Merge(IReadOnlyList<K8SConfiguration> parts) => new()
    {
        CurrentContext = parts.Select(part => part.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
        Contexts = [.. parts.SelectMany(part => part.Contexts).DistinctBy(context => context.Name)],
        Clusters = [.. parts.SelectMany(part => part.Clusters).DistinctBy(cluster => cluster.Name)],
        Users = [.. parts.SelectMany(part => part.Users).DistinctBy(user => user.Name)],
    };

    // What the parser says of other mistakes than those of syntax may quote the text, and the text holds secrets.
    public static KindToolsException Invalid(string what, YamlException exception, object? target = null) => new(
        "KubeconfigInvalid",
        FailureCategory.ParserError,
        $"In {what}, line {exception.Start.Line} cannot be understood. 'kubectl config view' may tell more.",
        target);

    private static T[] Named<T>(IEnumerable<T>? entries, Func<T, string?> name) =>
        [.. (entries ?? []).Where(entry => entry is not null && !string.IsNullOrEmpty(name(entry)))];

    // Relative to the folder of the file; a plugin only when its name is a path (client-go clientcmd ResolveLocalPaths).
    private static void MakeAbsolute(K8SConfiguration config, string folder)
    {
        foreach (var endpoint in config.Clusters.Select(cluster => cluster.ClusterEndpoint).OfType<ClusterEndpoint>())
            endpoint.CertificateAuthority = Absolute(endpoint.CertificateAuthority);

        foreach (var user in config.Users.Select(user => user.UserCredentials).OfType<UserCredentials>())
        {
            user.ClientCertificate = Absolute(user.ClientCertificate);
            user.ClientKey = Absolute(user.ClientKey);
            if (user.ExternalExecution is { Command: { } command } plugin && command.AsSpan().ContainsAny('/', '\\')) plugin.Command = Absolute(command);
        }

        string? Absolute(string? path) => string.IsNullOrEmpty(path) ? path : Path.Combine(folder, path);
    }
}
