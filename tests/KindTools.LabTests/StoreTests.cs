using System.Security.Cryptography;
using System.Text.Json;

namespace KindTools.LabTests;

/// <summary>Removing, tagging and exporting what nodes hold.</summary>
public class StoreTests
{
    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void An_image_that_is_removed_leaves_no_record_and_can_come_again(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/removed:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        module.Run("Import-KindImage kindtools-test/removed:1");
        var held = module.Run("Get-KindNodeImage kindtools-test/removed").Select(image => (KindNodeImage)image.BaseObject).ToList();

        var removed = module.Run("Get-KindNodeImage kindtools-test/removed | Remove-KindNodeImage").Select(result => (ImageRemovalResult)result.BaseObject).ToList();

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeNames().Order(), removed.Select(result => result.Node).Order());
        Assert.All(removed, result =>
        {
            Assert.Equal(ImageRemovalStatus.Removed, result.Status);
            Assert.Equal(["docker.io/kindtools-test/removed:1", held[0].ImageId!], result.Records);
            Assert.DoesNotContain(held[0].Digest, Records(lab, result.Node));
        });
        Assert.Empty(module.Run("Get-KindNodeImage *removed*"));
        Assert.All(module.Run("Import-KindImage kindtools-test/removed:1"), result => Assert.Equal(ImageImportStatus.Imported, ((ImageImportResult)result.BaseObject).Status));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void What_imports_leave_behind_is_cleared_away_and_nothing_else(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        module.Run("Remove-KindNodeImage -Dangling");
        lab.Build("kindtools-test/leftover:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("save", "--output", folder["nameless.tar"], lab.Docker("inspect", "--format", "{{.Id}}", "kindtools-test/leftover:1"));
        lab.Run("kind", "load", "image-archive", "--name", lab.Cluster, folder["nameless.tar"]); // Saved by id: kind makes up a name.
        lab.Build("kindtools-test/leftover:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        module.Run("Import-KindImage kindtools-test/leftover:1");
        lab.Build("kindtools-test/leftover:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        module.Run("Import-KindImage kindtools-test/leftover:1"); // The build before loses its name.
        var before = module.Run("Get-KindNodeImage | Where-Object Image -notmatch '^(import-|sha256:)'").Select(image => ((KindNodeImage)image.BaseObject).Image).ToList();

        var planned = module.Run("Remove-KindNodeImage -Dangling -WhatIf").Select(result => (ImageRemovalResult)result.BaseObject).ToList();
        var removed = module.Run("Remove-KindNodeImage -Dangling").Select(result => (ImageRemovalResult)result.BaseObject).ToList();

        Assert.Empty(module.Errors);
        Assert.All(planned, result => Assert.Equal(ImageRemovalStatus.WouldRemove, result.Status));
        Assert.Equal(planned.Select(result => (result.Node, result.Image)).Order(), removed.Select(result => (result.Node, result.Image)).Order());
        Assert.Equal(lab.NodeCount, removed.Count(result => result.Image.StartsWith("import-", StringComparison.Ordinal)));
        Assert.Equal(lab.NodeCount, removed.Count(result => result.Image.StartsWith("sha256:", StringComparison.Ordinal)));
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("import-", Records(lab, node)));
        Assert.Equal(before, module.Run("Get-KindNodeImage").Select(image => ((KindNodeImage)image.BaseObject).Image));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void A_further_name_is_known_to_containerd_and_outlives_the_first(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/tagged:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        module.Run("Import-KindImage kindtools-test/tagged:1");

        var tagged = module.Run("Get-KindNodeImage kindtools-test/tagged:1 | Add-KindNodeImageTag -NewName kindtools-test/tagged:2").Select(result => (ImageTagResult)result.BaseObject).ToList();
        module.Run("Remove-KindNodeImage kindtools-test/tagged:1");

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeNames().Order(), tagged.Select(result => result.Node).Order());
        Assert.All(tagged, result =>
        {
            Assert.Equal((ImageTagStatus.Tagged, "docker.io/kindtools-test/tagged:2"), (result.Status, result.Image));
            Assert.Matches(@"complete \(\d+/\d+\).*true\s*$", lab.OnNode(result.Node, "ctr", "--namespace", "k8s.io", "images", "check", "name==docker.io/kindtools-test/tagged:2"));
        });
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void What_is_exported_is_what_Docker_and_other_nodes_get(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        lab.Build("kindtools-test/exported:1", ("content", content));
        lab.Docker("tag", "kindtools-test/exported:1", "kindtools-test/exported:2");
        var imported = module.Run("Import-KindImage kindtools-test/exported:1, kindtools-test/exported:2").Select(result => (ImageImportResult)result.BaseObject).ToList();

        var exported = module.Run($"Export-KindNodeImage kindtools-test/exported '{folder["images.tar"]}'").Select(result => (ImageExportResult)result.BaseObject).ToList();

        Assert.Empty(module.Errors);
        Assert.Equal(["docker.io/kindtools-test/exported:1", "docker.io/kindtools-test/exported:2"], exported.Select(result => result.Image));
        Assert.All(exported, result => Assert.Equal((imported[0].ImageId, folder["images.tar"]), (result.ImageId, result.Path)));
        lab.Docker("rmi", "kindtools-test/exported:1", "kindtools-test/exported:2");
        lab.Docker("load", "--input", folder["images.tar"]);
        Assert.Equal(Hash(content), FileInEngine(lab, "kindtools-test/exported:2"));

        module.Run("Remove-KindNodeImage kindtools-test/exported");
        var again = module.Run($"Import-KindImage -Path '{folder["images.tar"]}'").Select(result => (ImageImportResult)result.BaseObject).ToList();
        Assert.Equal(2 * lab.NodeCount, again.Count);
        Assert.All(again, result => Assert.Equal(imported[0].ImageId, result.ImageId));

        lab.Docker("rmi", "kindtools-test/exported:1", "kindtools-test/exported:2");
        Assert.Equal(2, module.Run("Export-KindNodeImage kindtools-test/exported -ToEngine").Count);
        Assert.Empty(module.Errors);
        Assert.Equal(Hash(content), FileInEngine(lab, "kindtools-test/exported:1"));
        Assert.Equal(Hash(content), FileInEngine(lab, "kindtools-test/exported:2"));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void Content_that_a_node_discarded_is_taken_from_another_or_asked_for(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        lab.Build("kindtools-test/discarded:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        var imported = (ImageImportResult)module.Run("Import-KindImage kindtools-test/discarded:1")[0].BaseObject;
        using var manifest = JsonDocument.Parse(lab.OnNode(imported.Node, "ctr", "--namespace", "k8s.io", "content", "get", imported.Digest!));
        var layer = manifest.RootElement.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!;
        var nodes = lab.NodeNames().Order(StringComparer.Ordinal).ToList();

        // As kind's nodes do with what they pull (discard_unpacked_layers).
        Discard(lab, nodes[0], layer);
        var elsewhere = module.Run($"Export-KindNodeImage kindtools-test/discarded '{folder["one.tar"]}'").Select(result => (ImageExportResult)result.BaseObject).ToList();
        foreach (var node in nodes.Skip(1)) Discard(lab, node, layer);
        Assert.Empty(module.Errors);
        var nowhere = module.Run($"Export-KindNodeImage kindtools-test/discarded '{folder["two.tar"]}'");

        if (nodes.Count > 1) Assert.Equal(nodes[1], Assert.Single(elsewhere).Node);
        Assert.Empty(nowhere);
        Assert.StartsWith("ImageContentMissing,", Assert.Single(module.Errors).FullyQualifiedErrorId);
        Assert.False(File.Exists(folder["two.tar"]));
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void What_differs_is_told_and_an_import_of_it_makes_it_the_same(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        foreach (var name in (string[])["same", "stale", "missing", "only"]) lab.Build($"kindtools-test/compare-{name}:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Run("kind", "load", "docker-image", "--name", lab.Cluster, "kindtools-test/compare-same:1");
        module.Run("Import-KindImage kindtools-test/compare-stale:1, kindtools-test/compare-only:1");
        lab.Build("kindtools-test/compare-stale:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("rmi", "kindtools-test/compare-only:1");

        var compared = module.Run("Compare-KindImage kindtools-test/compare-*").Select(result => (KindImageComparison)result.BaseObject).ToList();

        Assert.Empty(module.Errors);
        Assert.Equal(4 * lab.NodeCount, compared.Count);
        Assert.All(compared, result => Assert.Equal(
            result.Image switch
            {
                "docker.io/kindtools-test/compare-same:1" => KindImageState.Same,
                "docker.io/kindtools-test/compare-stale:1" => KindImageState.Stale,
                "docker.io/kindtools-test/compare-missing:1" => KindImageState.Missing,
                _ => KindImageState.OnlyOnNode,
            },
            result.State));

        var imported = module.Run("Compare-KindImage kindtools-test/compare-* | Where-Object State -in Stale, Missing | Import-KindImage").Select(result => (ImageImportResult)result.BaseObject).ToList();
        Assert.Empty(module.Errors);
        Assert.Equal(2 * lab.NodeCount, imported.Count(result => result.Status == ImageImportStatus.Imported));
        Assert.All(
            module.Run("Compare-KindImage kindtools-test/compare-*").Select(result => (KindImageComparison)result.BaseObject).Where(result => result.State != KindImageState.OnlyOnNode),
            result => Assert.Equal(KindImageState.Same, result.State));
        Assert.DoesNotContain(module.Run("Compare-KindImage"), result => ((KindImageComparison)result.BaseObject).Image.Contains("/pause:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_export_leaves_no_file_and_nothing_running_on_the_node()
    {
        var lab = Lab.WithEngine("classic");
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;
        lab.Build("kindtools-test/stopped-export:1", ("content", RandomNumberGenerator.GetBytes(300_000_000)));
        module.Run("Import-KindImage kindtools-test/stopped-export:1");
        var node = lab.NodeNames()[0];

        module.Streams.ClearStreams();
        var exporting = Task.Run(() => Record.Exception(() => module.Run($"Export-KindNodeImage kindtools-test/stopped-export:1 '{folder["image.tar"]}' -Node {node}")), token);
        await Importing.UntilAsync(() => module.Streams.Progress.Count > 0, exporting);
        module.Shell.Stop();

        await exporting.WaitAsync(token);
        Assert.Equal(System.Management.Automation.PSInvocationState.Stopped, module.Shell.InvocationStateInfo.State);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (lab.OnNode(node, "sh", "-c", "ls -l /proc/*/exe 2>/dev/null | grep -c '/cat$' || true") != "0" && waiting.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(200, token);
        Assert.Equal("0", lab.OnNode(node, "sh", "-c", "ls -l /proc/*/exe 2>/dev/null | grep -c '/cat$' || true"));
    }

    /// <summary>Removes content and waits until containerd's garbage collection has taken it from the disk.</summary>
    private static void Discard(Lab lab, string node, string digest) => lab.OnNode(
        node,
        "sh",
        "-c",
        "ctr --namespace k8s.io content rm $1 && while [ -e /var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/${1#sha256:} ]; do sleep 0.1; done",
        "sh",
        digest);

    private static string Records(Lab lab, string node) => lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls");

    private static string FileInEngine(Lab lab, string image)
    {
        var container = lab.Docker("create", image, "true");
        try
        {
            using var folder = new TemporaryFolder();
            lab.Docker("cp", container + ":/content", folder["content"]);
            return Hash(File.ReadAllBytes(folder["content"]));
        }
        finally
        {
            lab.Docker("rm", container);
        }
    }

    private static string Hash(byte[] content) => Convert.ToHexString(SHA256.HashData(content));
}
