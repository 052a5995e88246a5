using System.Text;
using KindTools.Core.Store;

namespace KindTools.Tests.Store;

public class NodeUsageParserTests
{
    [Fact]
    public void A_real_nodes_answer_is_read()
    {
        var usage = NodeUsageParser.Parse(Captured.Bytes("node/kubernetes.usage.txt"));

        // The pod names app:latest; its container's record names another tag of the same image.
        Assert.Equal(
            [
                ("docker.io/library/app:dev", "sha256:ec7cb162cfa6610137ca202a1172c2e639c6f86a0c5063c1260c7f16fca45b36", "pod default/web"),
                ("docker.io/library/app:dev", null, "container byhand"),
                ("registry.k8s.io/pause:3.8", null, "pod default/web"),
            ],
            usage.Containers.Select(container => (container.Image, container.ImageId, container.Description)));
        Assert.Equal(["docker.io/library/app:dev"], usage.StaticPodImages);
    }

    [Theory]
    [InlineData("app", "docker.io/library/app:latest")]
    [InlineData("registry.k8s.io/etcd:3.5.0", "registry.k8s.io/etcd:3.5.0")]
    [InlineData("'app:1'", "docker.io/library/app:1")]
    [InlineData("\"app:1\" # a comment", "docker.io/library/app:1")]
    [InlineData("app@sha256:e393863be463cc8e8b7dbdaf5d1ce0a722c24c0da17885186af4a66ca51f4c4d", "docker.io/library/app@sha256:e393863be463cc8e8b7dbdaf5d1ce0a722c24c0da17885186af4a66ca51f4c4d")]
    [InlineData("{{ .Image }}", "")]
    public void Static_pods_images_are_read_as_YAML_writes_them(string value, string image) =>
        Assert.Equal(image, string.Join(',', Parse(value + "\n").StaticPodImages));

    [Fact]
    public void A_node_on_which_nothing_runs_is_no_failure() => Assert.Empty(Parse("").Containers);

    [Fact]
    public void A_container_that_ended_while_it_was_asked_for_is_left_out() =>
        Assert.Equal(["b"], Parse("--- container\n--- container\n{\"ID\":\"b\",\"Image\":\"x\"}\n").Containers.Select(container => container.Id));

    [Theory]
    [InlineData("--- container\n{\"ID\":\"b\"")]
    [InlineData("--- container\n{}")]
    public void Nonsense_is_no_answer(string output) => Assert.Throws<FormatException>(() => Parse(output));

    [Theory]
    [InlineData("!")]
    [InlineData("e30=")] // {}
    [InlineData("W10")]
    public void An_extension_of_another_form_leaves_the_image_to_its_name(string value) =>
        Assert.Null(Assert.Single(Parse(
            $"--- container\n{{\"ID\":\"b\",\"Image\":\"x\",\"Extensions\":{{\"io.cri-containerd.container.metadata\":{{\"value\":\"{value}\"}}}}}}").Containers).ImageId);

    private static NodeUsage Parse(string output) => NodeUsageParser.Parse(Encoding.UTF8.GetBytes(output));
}
