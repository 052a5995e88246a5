using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using ZstdSharp;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

public class ImportArchiveTests
{
    private static readonly Dictionary<string, byte[]> s_sound = [];

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
            TarFile.ExtractToDirectory(folder[name + ".tar"], folder[name], overwriteFiles: false);
            return folder[name];
        }
    }

    [Theory]
    [InlineData("containerd", "random", "plain", "no whole tar archive")]
    [InlineData("containerd", "truncated", "plain", "no whole tar archive")]
    [InlineData("containerd", "truncated", "zstd", "no whole tar archive")]
    [InlineData("containerd", "damaged", "plain", "is damaged")]
    [InlineData("containerd", "damaged", "gzip", "is damaged")]
    [InlineData("containerd", "absurd", "plain", "no whole tar archive")]
    [InlineData("legacy", "truncated", "plain", "no whole tar archive")]
    [InlineData("legacy", "damaged", "gzip", "is damaged")]
    public void An_archive_that_is_broken_is_refused_and_leaves_nothing(string engine, string fault, string form, string why)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["archive.tar"], Sound(lab));
        Break(folder["archive.tar"], fault);
        Compress(folder["archive.tar"], form);

        var results = Import(module, $"Import-KindImage -LiteralPath '{folder["archive.tar"]}'");

        Assert.DoesNotContain(results, result => result.Status != ImageImportStatus.Failed);
        Assert.All(module.Errors, error => Assert.StartsWith("ArchiveNotReadable,", error.FullyQualifiedErrorId));
        Assert.Contains(why, Assert.Single(module.Errors).Exception.Message);
        Assert.All(lab.NodeNames(), node => Assert.DoesNotContain("broken-archive", lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "--quiet")));
        ImportFaultTests.NothingIsLeft(lab);
    }

    [Theory]
    [InlineData("containerd")]
    [InlineData("legacy")]
    public void Names_in_an_archive_that_lead_out_of_it_lead_nowhere(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        lab.Build("kindtools-test/leads-out:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("save", "--output", folder["archive.tar"], "kindtools-test/leads-out:1");
        using (var whole = new TarReader(File.OpenRead(folder["archive.tar"])))
        using (var archive = new TarWriter(File.Create(folder["more.tar"])))
        {
            foreach (var name in (string[])["../../kindtools-evil", "/kindtools-evil", "blobs/sha256/../../../kindtools-evil", "../kindtools-evil.tar"])
                archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
            while (whole.GetNextEntry() is { } entry) archive.WriteEntry(entry);
        }

        var results = Import(module, $"Import-KindImage -LiteralPath '{folder["more.tar"]}'");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal(ImageImportStatus.Imported, result.Status));
        Assert.All(lab.NodeNames(), node => Assert.Equal("", lab.OnNode(node, "find", "/", "-xdev", "-name", "kindtools-evil*")));
        Assert.False(File.Exists("/kindtools-evil"));
        ImportFaultTests.NothingIsLeft(lab);
    }

    /// <summary>An archive that nodes have nothing of but the base, which is smaller than the rest: one an engine, for all faults.</summary>
    private static byte[] Sound(Lab lab)
    {
        if (s_sound.TryGetValue(lab.Name, out var archive)) return archive;

        using var folder = new TemporaryFolder();
        lab.Build("kindtools-test/broken-archive:1", ("content", RandomNumberGenerator.GetBytes(40_000_000)));
        lab.Docker("save", "--output", folder["archive.tar"], "kindtools-test/broken-archive:1");
        return s_sound[lab.Name] = File.ReadAllBytes(folder["archive.tar"]);
    }

    private static void Break(string file, string fault)
    {
        var content = File.ReadAllBytes(file);
        switch (fault)
        {
            case "random": RandomNumberGenerator.Fill(content); break;
            case "truncated": content = content[..(content.Length / 2)]; break;
            case "damaged": content[Largest(file) + 5000] ^= 1; break;
            case "absurd": Absurd(content.AsSpan(Largest(file) - 512, 512)); break;
            default: throw new ArgumentException(fault);
        }

        File.WriteAllBytes(file, content);
    }

    /// <summary>Where the largest entry's content begins.</summary>
    private static int Largest(string file)
    {
        using var reader = new TarReader(File.OpenRead(file));
        var (at, length) = (0L, 0L);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Length > length) (at, length) = (entry.DataOffset, entry.Length);
        }

        return (int)at;
    }

    /// <summary>Has the header of an entry say that it is of 8 EiB (GNU's base-256 form).</summary>
    private static void Absurd(Span<byte> header)
    {
        Convert.FromHexString("800000007FFFFFFFFFFFFFFF").CopyTo(header[124..]);
        header.Slice(148, 8).Fill((byte)' ');
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(header.ToArray().Sum(value => value), 8).PadLeft(6, '0') + "\0 ", header.Slice(148, 8));
    }

    private static void Compress(string file, string form)
    {
        if (form == "plain") return;

        var content = File.ReadAllBytes(file);
        using Stream packed = form == "zstd" ? new CompressionStream(File.Create(file), leaveOpen: false) : new GZipStream(File.Create(file), CompressionLevel.Fastest);
        packed.Write(content);
    }
}
