using System.Globalization;
using System.Text;
using System.Text.Json;
using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public class NodeImageListTests
{
    private const string Managed = "io.cri-containerd.image=managed";
    private static readonly string Digest1 = "sha256:" + new string('1', 64);
    private static readonly string Digest2 = "sha256:" + new string('2', 64);

    [Fact]
    public void The_tags_of_a_real_node_are_those_that_crictl_shows()
    {
        var crictl = CrictlImages().SelectMany(image => Texts(image, "repoTags")).Order(StringComparer.Ordinal);

        var images = SeedWorker().Where(image => image.Tag is not null);

        Assert.Equal(crictl, images.Select(image => image.Image));
    }

    [Fact]
    public void The_ids_sizes_and_pins_of_a_real_node_are_those_that_crictl_shows()
    {
        var crictl = CrictlImages()
            .SelectMany(image => Texts(image, "repoTags").Select(tag => (
                Tag: tag,
                Id: image.GetProperty("id").GetString(),
                Size: long.Parse(image.GetProperty("size").GetString()!, CultureInfo.InvariantCulture),
                Pinned: image.GetProperty("pinned").GetBoolean())))
            .OrderBy(image => image.Tag, StringComparer.Ordinal);

        var images = SeedWorker().Where(image => image.Tag is not null);

        Assert.Equal(crictl!, images.Select(image => (image.Image, image.ImageId, image.Size, image.Pinned)));
    }

    [Fact]
    public void Of_a_real_node_an_image_without_a_tag_is_shown_once()
    {
        var untagged = Assert.Single(SeedWorker(), image => image.Tag is null);

        Assert.Equal("sha256:061ff4008c560e351dc3e42bd5a848ba5d58906ad6d679239a55da146ae0832e", untagged.ImageId);
        Assert.Equal("import-2026-11-23@sha256:84124afac3b18153f40c947d337a4003e417db3f77c54226b025065c22471ef2", untagged.Image);
    }

    [Theory]
    [InlineData("classic-store", 710 + 1847 + 339_558_400L + 60_001_792 + 1_001_984)]
    [InlineData("containerd-store", 981 + 964 + 129_358_722L + 60_006_392 + 1_000_786)]
    public void The_size_counts_manifest_configuration_and_layers(string capture, long size)
    {
        var images = NodeImageList.From(Kind.Node(), NodeContentParser.Parse(Captured.Bytes($"node/{capture}.images.txt")));

        Assert.Equal(["docker.io/library/app:dev", "docker.io/library/app:latest"], images.Select(image => image.Image));
        Assert.All(images, image => Assert.Equal(size, image.Size));
        Assert.All(images, image => Assert.Equal(("linux/amd64", "docker.io/library/app"), (image.Platform, image.Repository)));
    }

    [Fact]
    public void What_the_kubelet_does_not_know_is_not_shown() =>
        Assert.Equal(["docker.io/library/a:1"], Names(($"docker.io/library/a:1", Digest1, Managed), ("docker.io/library/b:1", Digest2, "-")));

    [Fact]
    public void A_name_by_digest_is_not_shown_beside_a_tag_of_the_same_repository() =>
        Assert.Equal(["docker.io/library/a:1"], Names(("docker.io/library/a:1", Digest1, Managed), ($"docker.io/library/a@{Digest1}", Digest1, Managed)));

    [Theory]
    [InlineData("docker.io/library/b:1", "other repository")]
    [InlineData("docker.io/library/a:1", "other digest")]
    public void A_name_by_digest_is_shown_beside_another_tag(string tagged, string why)
    {
        var digest = why == "other digest" ? Digest2 : Digest1;

        Assert.Contains($"docker.io/library/a@{Digest1}", Names((tagged, digest, Managed), ($"docker.io/library/a@{Digest1}", Digest1, Managed)));
    }

    [Fact]
    public void A_name_that_ctr_made_up_is_not_shown_beside_any_tag() =>
        Assert.Equal(["docker.io/library/a:1"], Names(("docker.io/library/a:1", Digest1, Managed), ($"import-2026-11-23@{Digest1}", Digest1, Managed)));

    [Fact]
    public void An_image_that_lost_its_name_is_shown_by_its_id()
    {
        var image = Assert.Single(List(($"sha256:{new string('c', 64)}", Digest1, Managed)));

        Assert.Equal("sha256:" + new string('c', 64), image.Image);
        Assert.Equal((null, null, Digest1), (image.Repository, image.Tag, image.Digest));
    }

    [Fact]
    public void The_record_of_an_id_is_not_shown_beside_a_name() =>
        Assert.Equal(["docker.io/library/a:1"], Names(("docker.io/library/a:1", Digest1, Managed), ($"sha256:{new string('c', 64)}", Digest1, Managed)));

    [Fact]
    public void Without_its_manifest_an_image_has_no_id_and_the_platform_of_the_list()
    {
        var image = Assert.Single(List(("docker.io/library/a:1", Digest1, Managed)));

        Assert.Equal((null, 0, "linux/amd64"), (image.ImageId, image.Size, image.Platform));
    }

    [Fact]
    public void Of_an_index_the_nodes_own_platform_is_the_image()
    {
        var amd = TestImage.Create("app:dev", TestImage.Layer(1, 10));
        var arm = TestImage.CreateFor("linux/arm64", "app:dev", TestImage.Layer(2, 20));
        var index = Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(arm), Archives.ForPlatform(amd)]));

        var image = Assert.Single(List("x86_64", [("docker.io/library/app:dev", TestImage.Digest(index), Managed)], index, arm.Manifest, amd.Manifest));

        Assert.Equal((amd.ConfigDigest, "linux/amd64"), (image.ImageId, image.Platform));
        Assert.Equal(TestImage.Digest(index), image.Digest);
        Assert.Equal(index.Length + amd.Manifest.Length + amd.Config.Length + 10, image.Size);
    }

    [Fact]
    public void Of_an_index_without_the_nodes_platform_what_the_node_holds_is_the_image()
    {
        var amd = TestImage.Create("app:dev", TestImage.Layer(1, 10));
        var arm = TestImage.CreateFor("linux/arm64", "app:dev", TestImage.Layer(2, 20));
        var index = Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(amd), Archives.ForPlatform(arm)]));

        var image = Assert.Single(List("x86_64", [("docker.io/library/app:dev", TestImage.Digest(index), Managed)], index, arm.Manifest));

        Assert.Equal((arm.ConfigDigest, "linux/arm64"), (image.ImageId, image.Platform));
    }

    [Fact]
    public void The_record_of_an_id_is_not_shown_beside_a_name_with_another_manifest_of_the_same_image()
    {
        var image = TestImage.Create("app:dev", TestImage.Layer(1, 10));
        byte[] other = [.. image.Manifest, (byte)'\n'];

        var shown = List("x86_64", [("docker.io/library/app:dev", TestImage.Digest(other), Managed), (image.ConfigDigest, image.ManifestDigest, Managed)], image.Manifest, other);

        Assert.Equal(["docker.io/library/app:dev"], shown.Select(held => held.Image));
    }

    [Fact]
    public void Of_a_real_node_the_names_that_ctr_made_up_are_left_over()
    {
        var content = NodeContentParser.Parse(Encoding.UTF8.GetBytes("x86_64\n" + Captured.Text("node/seed-worker.ctr-images-ls.txt") + "--- content\n"));

        var leftovers = NodeImageList.Leftovers(Kind.Node(), content).Select(image => image.Image).ToList();

        Assert.Equal(4, leftovers.Count);
        Assert.All(leftovers, image => Assert.StartsWith("import-2026-11-23@sha256:", image, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docker.io/resouer/late:v1", 1)] // The image has other tags.
    [InlineData("docker.io/resouer/ubuntu-bc:arm64", 3)] // Its last name: with it go the one that ctr made up and the image id.
    public void Of_a_real_node_an_image_goes_with_all_that_would_show_in_its_stead(string name, int records)
    {
        var content = NodeContentParser.Parse(Encoding.UTF8.GetBytes("x86_64\n" + Captured.Text("node/seed-worker.ctr-images-ls.txt") + "--- content\n"));

        var gone = NodeImageList.RecordsOf(Kind.Node(), content, new HashSet<string> { name });

        Assert.Equal(records, gone.Count);
        Assert.Single(gone.Select(record => record.Digest).Distinct());
    }

    private static IReadOnlyList<KindNodeImage> SeedWorker()
    {
        // crictl tells ids and sizes, ctr which digest a name points to; a manifest of one layer says both again.
        var text = "x86_64\n" + Captured.Text("node/seed-worker.ctr-images-ls.txt") + "--- content\n";
        var rows = NodeContentParser.Parse(Encoding.UTF8.GetBytes(text)).Names;
        var sizes = CrictlImages().ToDictionary(image => image.GetProperty("id").GetString()!, image => long.Parse(image.GetProperty("size").GetString()!, CultureInfo.InvariantCulture));
        var manifests = rows.Where(row => row.IsImageId).Select(row => (row.Digest, Manifest: Manifest(row.Name, sizes[row.Name])));
        text += string.Join('\n', manifests.Select(entry => $"==> {entry.Digest[7..]} <==\n{entry.Manifest}"));
        return NodeImageList.From(Kind.Node(), NodeContentParser.Parse(Encoding.UTF8.GetBytes(text)));
    }

    private static string Manifest(string imageId, long total)
    {
        string Text(long layer) => string.Create(CultureInfo.InvariantCulture, $"{{\"config\":{{\"digest\":\"{imageId}\",\"size\":1000}},\"layers\":[{{\"digest\":\"sha256:l\",\"size\":{layer:00000000}}}]}}");
        return Text(total - 1000 - Text(10_000_000).Length).Replace("\"size\":0", "\"size\": ", StringComparison.Ordinal).Replace("\"size\": 0", "\"size\":  ", StringComparison.Ordinal);
    }

    private static List<JsonElement> CrictlImages()
    {
        using var document = JsonDocument.Parse(Captured.Text("node/seed-worker.crictl-images.json"));
        return [.. document.RootElement.GetProperty("images").EnumerateArray().Select(image => image.Clone())];
    }

    private static IEnumerable<string> Texts(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    private static IEnumerable<string> Names(params (string Name, string Digest, string Labels)[] rows) => List(rows).Select(image => image.Image);

    private static IReadOnlyList<KindNodeImage> List(params (string Name, string Digest, string Labels)[] rows) => List("x86_64", rows);

    private static IReadOnlyList<KindNodeImage> List(string machine, (string Name, string Digest, string Labels)[] rows, params byte[][] documents)
    {
        var text = machine + "\n"
            + string.Concat(rows.Select(row => $"{row.Name} type {row.Digest} 1.0 MiB linux/amd64 {row.Labels}\n"))
            + "--- content\n"
            + string.Join('\n', documents.Select(document => $"==> {TestImage.Digest(document)[7..]} <==\n{Encoding.UTF8.GetString(document)}"));
        return NodeImageList.From(Kind.Node(), NodeContentParser.Parse(Encoding.UTF8.GetBytes(text)));
    }
}
