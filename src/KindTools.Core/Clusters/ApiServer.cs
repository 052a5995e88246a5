namespace KindTools.Core.Clusters;

/// <summary>An API server, as messages name it.</summary>
/// <param name="Context">The context of the kubeconfig by which it is reached.</param>
/// <param name="Cluster">The kind cluster, or null for one that is not kind's.</param>
/// <param name="Address">Where it listens.</param>
internal sealed record ApiServer(string Context, string? Cluster, Uri Address)
{
    /// <summary>How a certificate that is no longer good is replaced.</summary>
    public string FreshCredentials => Cluster is null
        ? "Log in to the cluster anew, as you did when you got this context."
        : $"'kind export kubeconfig --name {Cluster}' writes fresh ones.";

    /// <summary>Never with a user or password that the address may hold.</summary>
    public override string ToString() => $"the API server of context '{Context}' ({Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)})";
}
