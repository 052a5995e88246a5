using System.IO.Compression;
using System.Security.Cryptography;
using ZstdSharp;

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
    [InlineData("classic", "plain")]
    [InlineData("classic", "gzip")]
    [InlineData("classic", "zstd")]
    [InlineData("containerd", "plain")]
    [InlineData("containerd", "zstd")]
    [InlineData("legacy", "plain")]
    [InlineData("legacy", "gzip")]
    [InlineData("legacy", "zstd")]
    public void An_archive_of_docker_save_is_imported_by_path(string engine, string form)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(100_000);
        lab.Build("kindtools-test/archive:1", ("content", content));
        lab.Docker("save", "--output", folder["archive.tar"], "kindtools-test/archive:1");
        Compress(folder["archive.tar"], form);

        var results = Import(module, $"Import-KindImage -Path '{folder["arch*.tar"]}'");

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal(Sha256(content), FileOnNode(lab, result.Node, "docker.io/kindtools-test/archive:1", "content")));
        Assert.All(Import(module, $"Import-KindImage -LiteralPath '{folder["archive.tar"]}'"), result => Assert.Equal(ImageImportStatus.AlreadyPresent, result.Status));
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

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void An_archive_as_a_layout_folder_is_imported_and_after_a_change_only_what_changed(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        var large = RandomNumberGenerator.GetBytes(20_000_000);
        var before = Import(module, $"Import-KindImage -Path '{Layout([1], "before")}'");
        var changed = Layout([2], "after");

        var after = Import(module, $"[pscustomobject]@{{ PSPath = '{changed}' }} | Import-KindImage");

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeCount, after.Count);
        Assert.All(before, result => Assert.InRange(result.BytesSent, 20_000_000, long.MaxValue));
        Assert.All(after, result =>
        {
            Assert.Equal(ImageImportStatus.Imported, result.Status);
            Assert.InRange(result.BytesSent, 1, 100_000);
            Assert.Equal(ConfigDigest(lab, "kindtools-test/layout:1"), result.ImageId);
            Assert.Equal(Sha256([2]), FileOnNode(lab, result.Node, result.Image, "small"));
            Assert.Equal(Sha256(large), FileOnNode(lab, result.Node, result.Image, "large"));
        });
        Assert.All(Import(module, $"Import-KindImage -LiteralPath '{changed}'"), result => Assert.Equal(ImageImportStatus.AlreadyPresent, result.Status));

        string Layout(byte[] small, string name)
        {
            lab.Build("kindtools-test/layout:1", ("large", large), ("small", small));
            lab.Docker("save", "--output", folder[name + ".tar"], "kindtools-test/layout:1");
            Directory.CreateDirectory(folder[name]);
            System.Formats.Tar.TarFile.ExtractToDirectory(folder[name + ".tar"], folder[name], overwriteFiles: false);
            return folder[name];
        }
    }

    [Fact]
    public void An_image_for_another_architecture_is_imported_as_what_it_is()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Run("docker", EmptyTar(), "import", "--platform", "linux/arm64", "-", "kindtools-test/foreign:1");

        var results = Import(module, "Import-KindImage kindtools-test/foreign:1");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, "linux/arm64"), (result.Status, result.Platform)));
    }

    [Fact]
    public void WhatIf_says_what_is_missing_where_and_sends_nothing()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/what-if:1", ("content", RandomNumberGenerator.GetBytes(10)));

        var results = Import(module, "Import-KindImage kindtools-test/what-if:1 -WhatIf");

        Assert.Equal(lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal(ImageImportStatus.Planned, result.Status));
        Assert.Empty(module.Run("Get-KindNodeImage kindtools-test/what-if*"));
    }

    [Fact]
    public void A_name_that_does_not_exist_is_reported_with_what_is_near_it_and_the_others_are_imported()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/mistyped:1", ("content", [7]));

        var results = Import(module, "Import-KindImage kindtools-test/mistypt:1, kindtools-test/mistyped:1");

        Assert.Equal(lab.NodeCount, results.Count);
        var error = Assert.Single(module.Errors);
        Assert.StartsWith("ImageNotFound,", error.FullyQualifiedErrorId);
        Assert.Contains("kindtools-test/mistyped:1", error.Exception.Message);
    }

    [Fact]
    public async Task A_stopped_import_ends_at_once_and_leaves_no_name_behind()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/stopped-import:1", ("content", RandomNumberGenerator.GetBytes(300_000_000)));
        var token = TestContext.Current.CancellationToken;

        var importing = Task.Run(() => Record.Exception(() => module.Run("Import-KindImage kindtools-test/stopped-import:1")), token);
        while (module.Streams.Progress.Count == 0) await Task.Delay(20, token);
        var stopping = System.Diagnostics.Stopwatch.StartNew();
        module.Shell.Stop();
        await importing.WaitAsync(token);

        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.DoesNotContain("stopped-import", lab.OnNode(lab.NodeNames()[0], "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet"));
    }

    private static List<ImageImportResult> Import(Module module, string script) =>
        [.. module.Run(script).Select(result => (ImageImportResult)result.BaseObject)];

    /// <summary>The image id on nodes. The containerd store calls the manifest's digest id, so ask the archive.</summary>
    private static string ConfigDigest(Lab lab, string image)
    {
        if (lab.Engine != "containerd") return lab.Docker("inspect", "--format", "{{.Id}}", image);

        using var folder = new TemporaryFolder();
        lab.Docker("save", "--output", folder["image.tar"], image);
        System.Formats.Tar.TarFile.ExtractToDirectory(folder["image.tar"], folder.Path, overwriteFiles: false);
        using var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["manifest.json"]));
        return "sha256:" + Path.GetFileName(manifest.RootElement[0].GetProperty("Config").GetString());
    }

    private static string FileOnNode(Lab lab, string node, string image, string file)
    {
        var script = "set -e; m=$(mktemp -d); ctr --namespace k8s.io images mount \"$1\" $m >/dev/null; sha256sum $m/$2 | cut -d' ' -f1; ctr --namespace k8s.io images unmount $m >/dev/null; rmdir $m";
        return lab.OnNode(node, "sh", "-c", script, "sh", image, file);
    }

    private static string Sha256(byte[] content) => Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();

    private static void Compress(string file, string form)
    {
        if (form == "plain") return;

        var content = File.ReadAllBytes(file);
        using Stream packed = form == "zstd" ? new CompressionStream(File.Create(file), leaveOpen: false) : new GZipStream(File.Create(file), CompressionLevel.Fastest);
        packed.Write(content);
    }

    private static byte[] EmptyTar()
    {
        var buffer = new MemoryStream();
        using (var tar = new System.Formats.Tar.TarWriter(buffer, leaveOpen: true))
            tar.WriteEntry(new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.Directory, "etc/"));
        return buffer.ToArray();
    }
}
