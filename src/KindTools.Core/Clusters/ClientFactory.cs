using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace KindTools.Core.Clusters;

/// <summary>From a context of a kubeconfig to a client of its API server. Nothing is asked of the server yet.</summary>
internal static class ClientFactory
{
    /// <summary>The client of a context that exists, and the namespace that the context names.</summary>
    public static async Task<(Kubernetes Client, string? Namespace)> CreateAsync(K8SConfiguration kubeconfig, string context, CancellationToken cancellationToken)
    {
        var chosen = kubeconfig.Contexts.First(candidate => candidate.Name == context);
        var user = kubeconfig.Users.FirstOrDefault(candidate => candidate.Name == chosen.ContextDetails?.User)?.UserCredentials;
        var plugin = user?.ExternalExecution is { Command.Length: > 0 } execution ? new CredentialPlugin(execution) : null;

        try
        {
            var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(For(kubeconfig, chosen, user), context);
            if (plugin is not null) await ApplyAsync(plugin, configuration, cancellationToken).ConfigureAwait(false);
            var client = new Kubernetes(configuration);
            if (user is not null) Impersonate(client, user);
            return (client, chosen.ContextDetails?.Namespace);
        }
        catch (Exception exception) when (exception is KubeConfigException or CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new KindToolsException(
                "KubeconfigInvalid",
                FailureCategory.InvalidData,
                $"The context '{context}' cannot be used: {Reason(exception)} 'kubectl config view' shows what belongs to it.",
                context,
                exception);
        }
    }

    // One context, whose user has nothing that the library would run or refuse: a user without credentials is allowed,
    // as one behind 'kubectl proxy' has none.
    private static K8SConfiguration For(K8SConfiguration kubeconfig, Context context, UserCredentials? user)
    {
        var isPlain = user is not null && user.ExternalExecution is null && (user.Token ?? user.UserName ?? user.ClientCertificate ?? user.ClientCertificateData) is { Length: > 0 };
        var details = context.ContextDetails;
        return new K8SConfiguration
        {
            CurrentContext = context.Name,
            Contexts = [new Context { Name = context.Name, ContextDetails = details is null ? null : new ContextDetails { Cluster = details.Cluster, User = isPlain || user?.AuthProvider is not null ? details.User : null } }],
            Clusters = kubeconfig.Clusters,
            Users = kubeconfig.Users,
        };
    }

    private static async Task ApplyAsync(CredentialPlugin plugin, KubernetesClientConfiguration configuration, CancellationToken cancellationToken)
    {
        var credentials = await plugin.GetAsync(cancellationToken).ConfigureAwait(false);
        if (credentials.Token is not null) configuration.TokenProvider = plugin;
        if (credentials is not { Certificate: { } certificate, Key: { } key }) return;

        // The configuration wants what a kubeconfig has.
        configuration.ClientCertificateData = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate));
        configuration.ClientCertificateKeyData = Convert.ToBase64String(Encoding.ASCII.GetBytes(key));
    }

    private static void Impersonate(Kubernetes client, UserCredentials user)
    {
        if (string.IsNullOrEmpty(user.Impersonate)) return;

        client.HttpClient.DefaultRequestHeaders.Add("Impersonate-User", user.Impersonate);
        foreach (var group in user.ImpersonateGroups ?? []) client.HttpClient.DefaultRequestHeaders.Add("Impersonate-Group", group);
    }

    // The library's own words name contexts, clusters and users; other exceptions may quote what they could not read.
    private static string Reason(Exception exception) => exception switch
    {
        KubeConfigException => Sentence(exception.Message),
        IOException or UnauthorizedAccessException => exception.Message,
        _ => "its certificates or keys cannot be read.",
    };

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
