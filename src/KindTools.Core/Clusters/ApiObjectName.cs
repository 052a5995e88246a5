namespace KindTools.Core.Clusters;

/// <summary>An object of the API, of a kind that owns pods or is one.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record ApiObjectName(string ApiVersion, string Kind, string Namespace, string Name)
{
    /// <summary>The plural, by the rule that all built-in kinds with pods follow.</summary>
    private string Plural => Kind.ToLowerInvariant() + "s";

    /// <summary>What all objects of the kind in the namespace are under, where new ones are posted.</summary>
    public string Collection =>
        $"{(ApiVersion.Contains('/') ? "apis" : "api")}/{ApiVersion}/namespaces/{Uri.EscapeDataString(Namespace)}/{Plural}";

    /// <summary>The path of the object itself.</summary>
    public string Path => $"{Collection}/{Uri.EscapeDataString(Name)}";

    /// <summary>For messages, in the words of roles: <c>patch deployments.apps 'web' in namespace 'shop'</c>.</summary>
    public string With(string verb) =>
        $"{verb} {Plural}{(ApiVersion.Split('/') is [var group, _] ? "." + group : "")} '{Name}' in namespace '{Namespace}'";

    /// <summary>As kubectl takes it: <c>Deployment/web</c>.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
