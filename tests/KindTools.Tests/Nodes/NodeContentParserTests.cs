using System.Text;
using KindTools.Core.Images;
using KindTools.Core.Nodes;

namespace KindTools.Tests.Nodes;

public class NodeContentParserTests
{
    [Theory]
    [InlineData("classic-store", "sha256:69d56eafa879be5df3535e66a58708a2ed87e56aee9488894ff42d1914baec09", "sha256:ba9672064f5c878cb3e5b9c17e907d15fa377803c60d7ac6a9466be7a2b44fa6", 710)]
    [InlineData("containerd-store", "sha256:e393863be463cc8e8b7dbdaf5d1ce0a722c24c0da17885186af4a66ca51f4c4d", "sha256:0bb05f815994c55c3aecbb5639020e41b9318c42cea815fbd60bdef8a3f69477", 981)]
    public void A_real_nodes_answer_is_read(string capture, string manifestDigest, string imageId, long size)
    {
        var content = NodeContentParser.Parse(Captured.Bytes($"node/{capture}.images.txt"));

        Assert.Equal("linux/amd64", content.Platform.ToString());
        Assert.Equal(["docker.io/library/app:dev", "docker.io/library/app:latest", imageId], content.Names.Select(record => record.Name));
        Assert.All(content.Names, record => Assert.Equal(manifestDigest, record.Digest));
        Assert.All(content.Names, record => Assert.True(record is { KnownToKubelet: true, Pinned: false }));
        var (digest, document) = Assert.Single(content.Documents);
        Assert.Equal((manifestDigest, size), (digest, document.Size));
        Assert.Equal(imageId, Assert.IsType<OciManifest>(document.Document).Config.Digest);
    }

    [Fact]
    public void Every_row_of_a_real_list_is_read()
    {
        var content = Parse("x86_64\n" + Captured.Text("node/seed-worker.ctr-images-ls.txt") + "--- content\n");

        Assert.Equal(17, content.Names.Count);
        Assert.All(content.Names, record => Assert.Matches("^sha256:[0-9a-f]{64}$", record.Digest));
        Assert.All(content.Names, record => Assert.True(record.KnownToKubelet));
        Assert.Equal(5, content.Names.Count(record => record.IsImageId));
        Assert.Equal(
            ["registry.k8s.io/pause:3.8", "sha256:36f80f502aba59bd14849789c9692e473c3fb7e44feef9d100826266a1c42848"],
            content.Names.Where(record => record.Pinned).Select(record => record.Name));
        Assert.Equal(["linux/arm64"], content.Names.Single(record => record.Name.EndsWith(":arm64", StringComparison.Ordinal)).Platforms);
    }

    [Theory]
    // sizes with a unit, without one, and in full
    [InlineData("app:dev type sha256:1 31.4 MiB linux/amd64 io.cri-containerd.image=managed", "linux/amd64", true)]
    [InlineData("app:dev type sha256:1 0.0 B linux/amd64 io.cri-containerd.image=managed", "linux/amd64", true)]
    [InlineData("app:dev type sha256:1 - linux/amd64 io.cri-containerd.image=managed", "linux/amd64", true)]
    // content that is absent has no platforms
    [InlineData("app:dev type sha256:1 1.0 KiB - io.cri-containerd.image=managed", "", true)]
    // several platforms, several labels, none
    [InlineData("app:dev type sha256:1 1.0 KiB linux/amd64,linux/arm64 a=b,io.cri-containerd.image=managed", "linux/amd64|linux/arm64", true)]
    [InlineData("app:dev type sha256:1 1.0 KiB linux/amd64 -", "linux/amd64", false)]
    [InlineData("app:dev type sha256:1 1.0 KiB linux/amd64", "linux/amd64", false)]
    [InlineData("app:dev type sha256:1 1.0 KiB linux/amd64 io.cri-containerd.image=unmanaged", "linux/amd64", false)]
    public void A_row_has_its_columns_wherever_they_start(string row, string platforms, bool known)
    {
        var record = NodeContentParser.ParseRow(row);

        Assert.Equal(("app:dev", "sha256:1"), (record.Name, record.Digest));
        Assert.Equal(platforms, string.Join('|', record.Platforms));
        Assert.Equal(known, record.KnownToKubelet);
    }

    [Fact]
    public void Documents_keep_every_byte_also_line_ends_within_and_after_them()
    {
        const string One = "{\"manifests\":\n[]}\n";
        const string Two = "{\"config\":{\"digest\":\"sha256:c\",\"size\":1},\"layers\":[]}";

        var documents = Parse($"aarch64\nREF TYPE\n--- content\n==> 1 <==\n{One}\n==> 2 <==\n{Two}").Documents;

        Assert.Equal(["sha256:1", "sha256:2"], documents.Keys);
        Assert.IsType<OciIndex>(documents["sha256:1"].Document);
        Assert.Equal((One.Length, Two.Length), (documents["sha256:1"].Size, documents["sha256:2"].Size));
    }

    [Fact]
    public void Content_that_is_neither_manifest_nor_index_is_left_out() =>
        Assert.Empty(Parse("x86_64\nREF TYPE\n--- content\n==> 1 <==\nnot json\n==> 2 <==\n{}").Documents);

    [Fact]
    public void A_node_without_images_has_none()
    {
        var content = Parse("armv7l\nREF TYPE DIGEST SIZE PLATFORMS LABELS \n--- content\n");

        Assert.Equal("linux/arm/v7", content.Platform.ToString());
        Assert.Empty(content.Names);
        Assert.Empty(content.Documents);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x86_64\nREF TYPE\n")]
    [InlineData("--- content\n")]
    [InlineData("x86_64\nREF TYPE\napp:dev type\n--- content\n")]
    [InlineData("x86_64\nREF TYPE\n--- content\n==> 1")]
    public void An_answer_that_makes_no_sense_is_a_format_error(string output) => Assert.Throws<FormatException>(() => Parse(output));

    private static NodeContent Parse(string output) => NodeContentParser.Parse(Encoding.UTF8.GetBytes(output));
}
