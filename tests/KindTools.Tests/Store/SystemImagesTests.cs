using KindTools.Core.Store;

namespace KindTools.Tests.Store;

public class SystemImagesTests
{
    private static readonly NodeUsage NoUsage = new([], new HashSet<string>());

    [Theory]
    // what kubeadm installs
    [InlineData("registry.k8s.io/pause:3.10", true)]
    [InlineData("registry.k8s.io/etcd:3.6.4-0", true)]
    [InlineData("registry.k8s.io/coredns/coredns:v1.12.1", true)]
    [InlineData("registry.k8s.io/kube-apiserver:v1.34.0", true)]
    [InlineData("registry.k8s.io/kube-controller-manager:v1.34.0", true)]
    [InlineData("registry.k8s.io/kube-apiserver-amd64:v1.34.0", true)]
    [InlineData("k8s.gcr.io/kube-proxy:v1.20.2", true)]
    // what kind adds
    [InlineData("docker.io/kindest/kindnetd:v20250512-df8de77b", true)]
    [InlineData("docker.io/kindest/local-path-provisioner:v20250214-acbabc1a", true)]
    [InlineData("docker.io/kindest/local-path-helper:v20241212-8ac705d0", true)]
    // what users bring, whatever its name reminds of
    [InlineData("docker.io/library/app:dev", false)]
    [InlineData("docker.io/library/pause:3.10", false)]
    [InlineData("docker.io/library/etcd:3", false)]
    [InlineData("docker.io/coredns/coredns:1", false)]
    [InlineData("docker.io/library/kindest:1", false)]
    [InlineData("registry.k8s.io/ingress-nginx/controller:v1.13.0", false)]
    [InlineData("registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.16.0", false)]
    [InlineData("registry.example/registry.k8s.io/pause:3", false)]
    public void The_clusters_own_images_are_told_by_repository(string name, bool isSystem) =>
        Assert.Equal(isSystem ? "the cluster itself runs it" : null, SystemImages.Reason(Image(name), NoUsage));

    [Fact]
    public void What_the_runtime_pins_is_the_clusters_own() =>
        Assert.Equal("the node's runtime has pinned it", SystemImages.Reason(Image("registry.example/pause:1") with { Pinned = true }, NoUsage));

    [Fact]
    public void What_a_static_pod_names_is_the_clusters_own() =>
        Assert.Equal("a static pod of the node runs it", SystemImages.Reason(Image("docker.io/library/agent:1"), new NodeUsage([], new HashSet<string> { "docker.io/library/agent:1" })));

    private static KindNodeImage Image(string name) => new()
    {
        Cluster = "kind",
        Node = "kind-worker",
        Image = name,
        Repository = name[..name.LastIndexOf(':')],
        Tag = name[(name.LastIndexOf(':') + 1)..],
        Digest = "sha256:d",
        Size = 0,
        Pinned = false,
    };
}
