using k8s.KubeConfigModels;

namespace KindTools.Tests.Fakes;

/// <summary>How clients find a fake API server.</summary>
internal static class FakeApiServerExtensions
{
    /// <summary>A kubeconfig with one context, <c>test</c>, that leads here.</summary>
    public static K8SConfiguration Kubeconfig(this FakeApiServer server, UserCredentials? user = null) => new()
    {
        Contexts = [new Context { Name = "test", ContextDetails = new ContextDetails { Cluster = "test", User = "me" } }],
        Clusters = [new Cluster { Name = "test", ClusterEndpoint = new ClusterEndpoint { Server = server.Address } }],
        Users = [new User { Name = "me", UserCredentials = user ?? new UserCredentials { Token = "s3cret" } }],
    };
}
