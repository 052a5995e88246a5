using System.IO.Compression;
using System.Security.Cryptography;
using ZstdSharp;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

public class ImportArchiveTests
{
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

    private static void Compress(string file, string form)
    {
        if (form == "plain") return;

        var content = File.ReadAllBytes(file);
        using Stream packed = form == "zstd" ? new CompressionStream(File.Create(file), leaveOpen: false) : new GZipStream(File.Create(file), CompressionLevel.Fastest);
        packed.Write(content);
    }
}
