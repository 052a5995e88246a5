namespace KindTools;

/// <summary>A Kubernetes object that a pod belongs to, in the pod's namespace.</summary>
/// <param name="ApiVersion">Its API version, for example <c>apps/v1</c>.</param>
/// <param name="Kind">Its kind, for example <c>Deployment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid, which another object of the same name would not have.</param>
public sealed record PodOwner(string ApiVersion, string Kind, string Name, string Uid)
{
    /// <summary>As kubectl takes it: <c>Deployment/web</c>.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
