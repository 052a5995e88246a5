using System.Security.Cryptography;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

public class ImportTests
{
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void An_image_arrives_on_every_node_as_containerd_confirms(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        lab.Build("kindtools-test/arrives:1", ("content", content));

        var results = Import(module, "Import-KindImage kindtools-test/arrives:1");

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeNames().Order(), results.Select(result => result.Node).Order());
        Assert.All(results, result =>
        {
            Assert.Equal(ImageImportStatus.Imported, result.Status);
            Assert.Equal("docker.io/kindtools-test/arrives:1", result.Image);
            Assert.Equal(ConfigDigest(lab, "kindtools-test/arrives:1"), result.ImageId);

            var check = lab.OnNode(result.Node, "ctr", "--namespace", "k8s.io", "images", "check", "name==docker.io/kindtools-test/arrives:1");
            Assert.Matches(@"complete \(\d+/\d+\).*true\s*$", check);
            Assert.Equal(Sha256(content), FileOnNode(lab, result.Node, "docker.io/kindtools-test/arrives:1", "content"));
        });
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void The_second_import_sends_nothing(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/twice:1", ("content", [1, 2, 3]));
        Import(module, "Import-KindImage kindtools-test/twice:1");

        var results = Import(module, "Import-KindImage kindtools-test/twice:1");

        Assert.Equal(lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.AlreadyPresent, 0), (result.Status, result.BytesSent)));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void What_kind_loaded_is_recognised(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/by-kind:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Run("kind", "load", "docker-image", "--name", lab.Cluster, "kindtools-test/by-kind:1");

        var images = module.Run("Get-KindNodeImage kindtools-test/by-kind:1").Select(image => (KindNodeImage)image.BaseObject).ToList();
        var results = Import(module, "Import-KindImage kindtools-test/by-kind:1");

        Assert.Equal(lab.NodeCount, images.Count);
        Assert.All(images, image => Assert.Equal(ConfigDigest(lab, "kindtools-test/by-kind:1"), image.ImageId));
        Assert.All(results, result => Assert.Equal(ImageImportStatus.AlreadyPresent, result.Status));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void After_a_change_only_what_changed_is_sent(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        var large = RandomNumberGenerator.GetBytes(20_000_000);
        lab.Build("kindtools-test/changes:1", ("large", large), ("small", [1]));
        var before = Import(module, "Import-KindImage kindtools-test/changes:1");
        lab.Build("kindtools-test/changes:1", ("large", large), ("small", [2]));

        var after = Import(module, "Import-KindImage kindtools-test/changes:1");

        Assert.All(before, result => Assert.InRange(result.BytesSent, 20_000_000, long.MaxValue));
        Assert.All(after, result =>
        {
            Assert.Equal(ImageImportStatus.Imported, result.Status);
            Assert.InRange(result.BytesSent, 1, 100_000);
            Assert.Equal(before[0].ImageId, result.ReplacedImageId);
            Assert.Equal(Sha256([2]), FileOnNode(lab, result.Node, result.Image, "small"));
        });
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void Several_names_share_one_transfer_and_leave_no_made_up_names(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/several:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("tag", "kindtools-test/several:1", "kindtools-test/several:2");

        var results = Import(module, "'kindtools-test/several:1', 'kindtools-test/several:2' | Import-KindImage");

        Assert.Equal(2 * lab.NodeCount, results.Count);
        Assert.Single(results.Select(result => result.ImageId).Distinct());
        foreach (var node in lab.NodeNames())
        {
            var names = lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet");
            Assert.Contains("docker.io/kindtools-test/several:1\ndocker.io/kindtools-test/several:2", names);
        }
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void The_engine_pushes_to_us_and_no_name_of_ours_is_left_behind(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/pushed:1", ("large", RandomNumberGenerator.GetBytes(10_000_000)), ("small", [1]));
        lab.Docker("tag", "kindtools-test/pushed:1", "127.0.0.1:20000/kindtools-0123456789abcdef:p4194305-1"); // A session that was killed.

        Import(module, "Import-KindImage kindtools-test/pushed:1 -Verbose");

        Assert.Contains(module.Streams.Verbose, record => record.Message.StartsWith("Having ", StringComparison.Ordinal));
        Assert.DoesNotContain(module.Streams.Verbose, record => record.Message.StartsWith("Reading ", StringComparison.Ordinal));
        Assert.DoesNotContain("127.0.0.1", lab.Docker("images", "--all", "--format", "{{.Repository}}"));
        Assert.DoesNotContain("127.0.0.1", lab.Docker("inspect", "--format", "{{.RepoTags}} {{.RepoDigests}}", "kindtools-test/pushed:1"));
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("gc.root", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "ls")));
    }

    [Fact]
    public void An_image_for_another_architecture_is_imported_only_when_that_is_asked_for()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Run("docker", EmptyTar(), "import", "--platform", "linux/arm64", "-", "kindtools-test/foreign:1");

        Assert.All(Import(module, "Import-KindImage kindtools-test/foreign:1"), result => Assert.Equal(ImageImportStatus.Failed, result.Status));
        var error = Assert.Single(module.Errors);
        Assert.StartsWith("PlatformNotAvailable,", error.FullyQualifiedErrorId);
        Assert.Contains("there is linux/arm64", error.Exception.Message);

        var results = Import(module, "Import-KindImage kindtools-test/foreign:1 -Platform linux/arm64");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, "linux/arm64"), (result.Status, result.Platform)));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void The_same_content_under_another_name_is_only_tagged_and_the_runtime_knows_it(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/tagged:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Build("kindtools-test/replaced:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        var before = Import(module, "Import-KindImage kindtools-test/tagged:1, kindtools-test/replaced:1");

        var results = Import(module, "Import-KindImage kindtools-test/tagged:1 -As kindtools-test/other:2; Import-KindImage kindtools-test/tagged:1 -As kindtools-test/replaced:1");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Tagged, 0L, before[0].ImageId), (result.Status, result.BytesSent, result.ImageId)));
        Assert.All(results.Where(result => result.Image.EndsWith("replaced:1", StringComparison.Ordinal)), result => Assert.Equal(before[^1].ImageId, result.ReplacedImageId));
        var images = module.Run("Get-KindNodeImage kindtools-test/other:2, kindtools-test/replaced:1").Select(image => (KindNodeImage)image.BaseObject);
        Assert.All(images, image => Assert.Equal(before[0].ImageId, image.ImageId));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void Another_name_needs_no_image_of_that_name_in_the_engine(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/named:1", ("content", RandomNumberGenerator.GetBytes(1000)));

        var results = Import(module, "Import-KindImage kindtools-test/named:1 -As registry.example/team/app:v2");

        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, "registry.example/team/app:v2"), (result.Status, result.Image)));
        Assert.Empty(module.Run("Get-KindNodeImage kindtools-test/named:1"));
    }

    [Theory]
    [InlineData("classic", "printf x | dd of=\"$1\" bs=1 seek=5000 conv=notrunc")]
    [InlineData("containerd", "printf x | dd of=\"$1\" bs=1 seek=5000 conv=notrunc")]
    [InlineData("containerd", "truncate -s 5000 \"$1\"")]
    public void Force_mends_an_image_whose_layer_is_damaged_on_a_node(string engine, string damage)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/damaged:1", ("content", RandomNumberGenerator.GetBytes(100_000)));
        var before = Import(module, "Import-KindImage kindtools-test/damaged:1");
        var node = lab.NodeNames()[0];
        var largest = "/var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/" + LayerOf(lab, node, "docker.io/kindtools-test/damaged:1");
        lab.OnNode(node, "sh", "-c", damage, "sh", largest);
        Assert.NotEqual(Path.GetFileName(largest), lab.OnNode(node, "sha256sum", largest).Split(' ')[0]);

        var results = Import(module, "Import-KindImage kindtools-test/damaged:1 -Force");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, 0L, before[0].ImageId), (result.Status, result.BytesReused, result.ImageId)));
        Assert.Equal(Path.GetFileName(largest), lab.OnNode(node, "sha256sum", largest).Split(' ')[0]);
    }

    [Fact]
    public void WhatIf_says_what_is_missing_where_and_sends_nothing()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/what-if:1", ("content", RandomNumberGenerator.GetBytes(10)));

        var results = Import(module, "Import-KindImage kindtools-test/what-if:1 -WhatIf");

        Assert.Equal(lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal(ImageImportStatus.WouldImport, result.Status));
        Assert.Empty(module.Run("Get-KindNodeImage kindtools-test/what-if*"));
    }

    private static byte[] EmptyTar()
    {
        var buffer = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(buffer, leaveOpen: true))
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.Directory, "etc/"));
        return buffer.ToArray();
    }
}
