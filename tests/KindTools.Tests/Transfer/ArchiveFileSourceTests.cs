using System.Text;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public sealed class ArchiveFileSourceTests : IDisposable
{
    private static readonly TestImage App = TestImage.Create("app:dev", TestImage.Layer(1, 1000));
    private static readonly TestImage Arm = TestImage.CreateFor("linux/arm64", "registry.example/team/app:v1", TestImage.Layer(2, 1000));

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_OCI_layout_tells_its_images_by_the_digests_of_their_manifests()
    {
        var images = await ListAsync(Archives.OciLayout(App, Arm));

        Assert.Equal(
            [(App.Name, App.ManifestDigest, "linux/amd64"), (Arm.Name, Arm.ManifestDigest, "linux/arm64")],
            images.Select(image => (image.Reference.ToString(), image.Id, Assert.Single(image.Contents).Platform!.ToString())));
    }

    [Fact]
    public async Task Dockers_older_form_tells_its_images_by_the_digests_of_their_configurations()
    {
        var image = Assert.Single(await ListAsync(Archives.DockerArchive(App)));

        Assert.Equal((App.Name, App.ConfigDigest, "linux/amd64"), (image.Reference.ToString(), image.Id, Assert.Single(image.Contents).Platform?.ToString()));
    }

    [Fact]
    public async Task A_configuration_named_with_its_algorithm_has_the_same_digest()
    {
        var archive = Archives.Tar([Archives.File(App.ConfigDigest, App.Config), Archives.File("manifest.json", $"[{{\"Config\":\"{App.ConfigDigest}\",\"RepoTags\":[\"app:dev\"],\"Layers\":[]}}]")]);

        Assert.Equal(App.ConfigDigest, Assert.Single(await ListAsync(archive)).Id);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("pzstd")]
    public async Task Compression_is_noticed_by_the_first_bytes(string form)
    {
        var image = Assert.Single(await ListAsync(Compress(form, Archives.OciLayout(App))));

        Assert.Equal(App.ManifestDigest, image.Id);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("pzstd")]
    public async Task What_is_opened_is_the_archive_unpacked(string form)
    {
        var archive = Archives.OciLayout(App);
        var source = new ArchiveFileSource(_folder.Write("app.tar", Compress(form, archive)));

        await using var stream = (await source.OpenAsync([], TestContext.Current.CancellationToken)).Content;
        var content = new MemoryStream();
        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);

        Assert.Equal(archive, content.ToArray());
    }

    [Fact]
    public async Task Every_name_of_an_image_is_an_image()
    {
        var index = Archives.Index([Archives.Named(App.Manifest, "manifest", "docker.io/library/app:dev"), Archives.Named(App.Manifest, "manifest", "docker.io/library/app:v1")]);

        Assert.Equal(["docker.io/library/app:dev", "docker.io/library/app:v1"], (await ListAsync(Archives.OciLayout(index, [.. App.Blobs]))).Select(image => image.Reference.ToString()));
    }

    [Fact]
    public async Task However_many_names_it_has_an_archive_is_expected_to_be_read_once()
    {
        var index = Archives.Index([Archives.Named(App.Manifest, "manifest", "app:dev"), Archives.Named(App.Manifest, "manifest", "app:v1"), Archives.Named(Arm.Manifest, "manifest", Arm.Name)]);
        var archive = Archives.OciLayout(index, [.. App.Blobs, .. Arm.Blobs]);
        var source = new ArchiveFileSource(_folder.Write("images.tar", archive));

        var images = await source.ListAsync(_log, TestContext.Current.CancellationToken);

        Assert.Equal(3, images.Count);
        Assert.Equal(archive.Length, source.Expect(images));
    }

    [Theory]
    [InlineData("registry.example/team/app:dev", "registry.example/team/app:dev")]
    [InlineData("app:dev", "docker.io/library/app:dev")]
    [InlineData("team/app", "docker.io/team/app:latest")]
    public async Task A_ref_name_with_a_repository_is_a_name(string written, string name) =>
        Assert.Equal(name, Assert.Single(await ListAsync(Archives.OciLayout(Archives.Index([Archives.WithRefName(App.Manifest, written)]), [.. App.Blobs]))).Reference.ToString());

    [Theory]
    [InlineData("dev")]
    [InlineData("v1.2.3")]
    public async Task A_ref_name_that_is_just_a_tag_is_no_name(string tag)
    {
        var archive = Archives.OciLayout(Archives.Index([Archives.WithRefName(App.Manifest, tag)]), [.. App.Blobs]);

        await FailsAsync(archive, $"only the tag '{tag}'");
        await FailsAsync(archive, "io.containerd.image.name");
        await FailsAsync(archive, "docker save NAME:TAG");
    }

    [Fact]
    public async Task An_image_that_has_just_a_tag_is_told_of_and_those_with_names_are_there()
    {
        var images = await ListAsync(Archives.OciLayout(Archives.Index([Archives.WithRefName(Arm.Manifest, "dev"), Archives.Named(App.Manifest, "manifest", App.Name)]), [.. App.Blobs, .. Arm.Blobs]));

        Assert.Equal([App.Name], images.Select(image => image.Reference.ToString()));
        Assert.Contains("the tag 'dev'", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_besides_the_name_of_the_same_image_needs_no_word()
    {
        Assert.Single(await ListAsync(Archives.OciLayout(Archives.Index([Archives.WithRefName(App.Manifest, "dev"), Archives.Named(App.Manifest, "manifest", App.Name)]), [.. App.Blobs])));

        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_there_for_each()
    {
        var inner = Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(App), Archives.ForPlatform(Arm)]));
        var archive = Archives.OciLayout(Archives.Index([Archives.Named(inner, "index", "docker.io/library/app:dev")]), [inner, .. App.Blobs, .. Arm.Blobs]);

        var image = Assert.Single(await ListAsync(archive));

        Assert.Equal(TestImage.Digest(inner), image.Id);
        Assert.Equal([App.ManifestDigest, Arm.ManifestDigest], image.Contents.Select(content => content.ManifestDigest));
        Assert.Equal(["linux/amd64", "linux/arm64"], image.Contents.Select(content => content.Platform?.ToString()));
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_leaves_the_platform_open()
    {
        var config = "not json"u8.ToArray();
        var manifest = Encoding.UTF8.GetBytes($"{{\"config\":{TestImage.Descriptor("c", config)},\"layers\":[]}}");

        Assert.Null(Assert.Single(Assert.Single(await ListAsync(Archives.OciLayout(Archives.Index([Archives.Named(manifest, "manifest", "app:dev")]), manifest, config))).Contents).Platform);
    }

    /// <summary>What a digest in the name of an entry says is not proved before it is read for a node.</summary>
    [Fact]
    public async Task An_index_that_names_itself_is_looked_into_once()
    {
        var digest = new string('a', 64);
        var itself = $"{{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"digest\":\"sha256:{digest}\",\"size\":1,\"annotations\":{{\"io.containerd.image.name\":\"app:dev\"}}}}";
        var index = Archives.Index([itself, itself]);

        var images = await ListAsync(Archives.Tar([Archives.File("blobs/sha256/" + digest, index), Archives.File("index.json", index)]));

        Assert.All(images, image => Assert.Empty(image.Contents));
    }

    [Fact]
    public async Task Of_annotations_that_stand_twice_the_last_one_counts()
    {
        var descriptor = TestImage.Descriptor("m", App.Manifest, ",\"annotations\":{\"io.containerd.image.name\":\"app:old\",\"io.containerd.image.name\":\"app:new\"}");

        Assert.Equal("docker.io/library/app:new", Assert.Single(await ListAsync(Archives.OciLayout(Archives.Index([descriptor]), [.. App.Blobs]))).Reference.ToString());
    }

    [Theory]
    [InlineData("""{"manifests":[]}""", "no image with a name")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":1}]}""", "no image with a name")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":1,"annotations":{"io.containerd.image.name":"Not A Name"}}]}""", "no image with a name")]
    [InlineData("""{"manifests":5}""", "index.json")]
    [InlineData("not json", "index.json")]
    public async Task A_layout_without_names_cannot_be_imported(string index, string why) => await FailsAsync(Archives.OciLayout(index), why);

    [Theory]
    [InlineData("[]", "no image with a name")]
    [InlineData("""[{"Config":"x.json","RepoTags":null,"Layers":[]}]""", "no image with a name")]
    [InlineData("""[{"Config":"x.json","RepoTags":[],"Layers":[]}]""", "no image with a name")]
    [InlineData("""[{"Config":"x.json","RepoTags":["<none>:<none>"],"Layers":[]}]""", "no image with a name")]
    [InlineData("""[{"Config":"x.json","RepoTags":[null],"Layers":[]}]""", "no image with a name")]
    [InlineData("""[{"RepoTags":["app:dev"]}]""", "manifest.json")]
    [InlineData("""[{"Config":5,"RepoTags":["app:dev"]}]""", "manifest.json")]
    [InlineData("""{"Config":"x.json"}""", "manifest.json")]
    [InlineData("[", "manifest.json")]
    public async Task An_older_archive_without_names_cannot_be_imported(string manifest, string why) =>
        await FailsAsync(Archives.Tar([Archives.File("manifest.json", manifest)]), why);

    [Fact]
    public async Task A_file_systems_archive_is_told_from_an_images() =>
        await FailsAsync(Archives.Tar([Archives.Folder("etc/"), Archives.File("etc/passwd", "root")]), "docker export");

    [Fact]
    public async Task What_is_no_archive_cannot_be_read() => await FailsAsync(Encoding.UTF8.GetBytes(new string('x', 2000)), "no whole tar archive");

    [Theory]
    [InlineData('L')]
    [InlineData('K')]
    [InlineData('x')]
    [InlineData('g')]
    public async Task A_name_that_is_said_to_be_longer_than_any_is_not_made_room_for(char type)
    {
        var header = TarBlocks.Header("././@LongLink", int.MaxValue - 100).ToArray();
        header[156] = (byte)type;
        var before = GC.GetTotalAllocatedBytes();

        await FailsAsync([.. header, .. new byte[1024]], "longer than any");

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 500_000_000);
    }

    [Fact]
    public async Task An_archive_that_is_cut_short_cannot_be_read() => await FailsAsync(Archives.OciLayout(App)[..1700], "no whole tar archive");

    [Fact]
    public async Task Damaged_gzip_cannot_be_read() => await FailsAsync([0x1f, 0x8b, .. new byte[2000]], "no whole tar archive");

    [Fact]
    public async Task Damaged_zstd_cannot_be_read()
    {
        var packed = Compressed.Zstd(Archives.OciLayout(App));
        packed.AsSpan(packed.Length / 2, 100).Fill(0xff);
        packed[6] ^= 0xff;

        await FailsAsync([0x28, 0xb5, 0x2f, 0xfd, .. Enumerable.Repeat((byte)0xff, 2000)], "no whole tar archive");
        await FailsAsync(packed, "no whole tar archive");
    }

    [Fact]
    public async Task Zstd_that_is_cut_short_cannot_be_read() => await FailsAsync(Compressed.Zstd(Archives.OciLayout(App))[..1000], "no whole tar archive");

    /// <summary>No stream has a place behind it.</summary>
    [Theory]
    [InlineData("blobs/sha256/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("layer.tar")]
    [InlineData("index.json")]
    public async Task An_absurd_length_is_that_of_no_archive(string name) =>
        await FailsAsync([.. TarBlocks.Header(name, long.MaxValue).Span, .. new byte[5000]], "no whole tar archive");

    [Fact]
    public async Task An_empty_file_holds_no_image() => await FailsAsync([], "no image");

    [Fact]
    public async Task A_file_that_is_not_there_is_not_found()
    {
        var path = Path.Combine(_folder.Path, "none.tar");

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ListAsync(path));

        Assert.Equal(("ArchiveNotFound", FailureCategory.ObjectNotFound, path), (failure.ErrorId, failure.Category, failure.Target));
    }

    [Fact]
    public async Task A_folder_that_is_no_layout_cannot_be_read()
    {
        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ListAsync(_folder.Path));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
        Assert.Contains("no OCI layout", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Compress(string form, byte[] content) => form switch
    {
        "gzip" => Compressed.Gzip(content),
        "zstd" => Compressed.Zstd(content),
        _ => Compressed.ParallelZstd(content),
    };

    private Task<IReadOnlyList<SourceImage>> ListAsync(byte[] archive) => ListAsync(_folder.Write("images.tar", archive));

    private Task<IReadOnlyList<SourceImage>> ListAsync(string path) => new ArchiveFileSource(path).ListAsync(_log, TestContext.Current.CancellationToken);

    private async Task FailsAsync(byte[] archive, string why)
    {
        var path = _folder.Write("images.tar", archive);

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ListAsync(path));

        Assert.Equal(("ArchiveNotReadable", FailureCategory.InvalidData, path), (failure.ErrorId, failure.Category, failure.Target));
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }
}
