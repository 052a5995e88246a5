using System.Text;
using KindTools.Core.Images;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public class ManifestChooserTests
{
    private static readonly ImagePlatform Amd64 = new("linux", "amd64", null);
    private static readonly TestImage Amd = TestImage.Create("app:dev", [1]);
    private static readonly TestImage Arm = TestImage.CreateFor("linux/arm64", "app:dev", [2]);
    private static readonly TestImage S390 = TestImage.CreateFor("linux/s390x", "app:dev", [3]);
    private static readonly byte[] Attestation = Encoding.UTF8.GetBytes("{\"config\":{\"digest\":\"sha256:x\",\"size\":1},\"layers\":[]}");

    [Fact]
    public void A_manifest_with_the_images_name_is_the_image() =>
        Assert.Equal(Amd.ManifestDigest, Choose(Archives.Index(TestImage.Create("other:1", [9]), Amd), Amd.Manifest).Digest);

    [Theory]
    [InlineData("app:dev")]
    [InlineData("docker.io/app:dev")]
    [InlineData("docker.io/library/app:dev")]
    [InlineData("index.docker.io/library/app:dev")]
    public void Names_are_compared_in_full(string written) =>
        Assert.Equal(Amd.ManifestDigest, Choose(Archives.Index([Archives.Named(Amd.Manifest, "manifest", written)]), Amd.Manifest).Digest);

    [Fact]
    public void Without_the_name_the_digest_tells_the_image() =>
        Assert.Equal(Amd.ManifestDigest, Choose(Archives.Index([Archives.ForPlatform(Amd)]), Amd.Manifest).Digest);

    [Fact]
    public void The_size_is_that_of_the_manifest_in_the_archive() =>
        Assert.Equal(Amd.Manifest.Length, Choose(Archives.Index(Amd), Amd.Manifest).Size);

    [Fact]
    public void Of_several_platforms_the_nodes_own_is_taken() =>
        Assert.Equal(Amd.ManifestDigest, ChooseOf([Archives.ForPlatform(Arm), Archives.ForPlatform(Amd)], platform: null, Arm.Manifest, Amd.Manifest).Digest);

    [Fact]
    public void Of_several_platforms_the_one_asked_for_is_taken() =>
        Assert.Equal(Arm.ManifestDigest, ChooseOf([Archives.ForPlatform(Amd), Archives.ForPlatform(Arm)], Arm.Platform, Arm.Manifest, Amd.Manifest).Digest);

    [Fact]
    public void An_attestation_is_no_image()
    {
        var attestation = TestImage.Descriptor(
            "application/vnd.oci.image.manifest.v1+json", Attestation, ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}");

        Assert.Equal(Amd.ManifestDigest, ChooseOf([attestation, Archives.ForPlatform(Amd)], null, Attestation, Amd.Manifest).Digest);
    }

    [Fact]
    public void A_platform_that_the_index_names_and_the_archive_does_not_hold_is_passed_over() =>
        Assert.Equal(Arm.ManifestDigest, ChooseOf([Archives.ForPlatform(Amd), Archives.ForPlatform(Arm)], null, Arm.Manifest).Digest);

    [Fact]
    public void An_index_within_an_index_is_followed()
    {
        var inner = Encoding.UTF8.GetBytes(Archives.Index([Archives.ForPlatform(Arm), Archives.ForPlatform(Amd)]));

        Assert.Equal(
            Amd.ManifestDigest,
            ChooseOf([TestImage.Descriptor("application/vnd.oci.image.index.v1+json", inner)], null, inner, Arm.Manifest, Amd.Manifest).Digest);
    }

    [Fact]
    public void Foreign_platforms_alone_are_an_error_that_lists_them()
    {
        var failure = Assert.Throws<KindToolsException>(() => ChooseOf([Archives.ForPlatform(Arm), Archives.ForPlatform(S390)], null, Arm.Manifest, S390.Manifest));

        Assert.Equal(("PlatformNotAvailable", FailureCategory.ObjectNotFound), (failure.ErrorId, failure.Category));
        Assert.Contains("not there for linux/amd64", failure.Message, StringComparison.Ordinal);
        Assert.Contains("linux/arm64, linux/s390x", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_of_which_nothing_is_there_is_an_error()
    {
        var failure = Assert.Throws<KindToolsException>(() => ChooseOf([Archives.ForPlatform(Arm), Archives.ForPlatform(Amd)], null));

        Assert.Equal("PlatformNotAvailable", failure.ErrorId);
    }

    [Fact]
    public void An_archive_without_the_image_is_an_error()
    {
        var failure = Assert.Throws<KindToolsException>(() => Choose(Archives.Index(TestImage.Create("other:1", [9])), Amd.Manifest));

        Assert.Equal("ArchiveNotReadable", failure.ErrorId);
        Assert.Contains("'docker.io/library/app:dev'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_index_that_is_written_names_each_image_in_full_and_nothing_else()
    {
        var written = IndexWriter.Write([(Amd.Reference, Descriptor(Amd)), (Arm.Reference, Descriptor(Arm))]);

        var index = Assert.IsType<OciIndex>(OciDocument.TryParse(written));
        Assert.Equal([(Amd.ManifestDigest, (long)Amd.Manifest.Length), (Arm.ManifestDigest, Arm.Manifest.Length)], index.Manifests.Select(manifest => (manifest.Digest, manifest.Size)));
        Assert.All(index.Manifests, manifest =>
        {
            Assert.Equal("application/vnd.oci.image.manifest.v1+json", manifest.MediaType);
            Assert.Equal("docker.io/library/app:dev", manifest.Annotations["io.containerd.image.name"]);
            Assert.Equal("dev", manifest.Annotations["org.opencontainers.image.ref.name"]);
        });
    }

    private static OciDescriptor Descriptor(TestImage image) => Choose(Archives.Index(image), image.Manifest);

    private static OciDescriptor Choose(string index, params byte[][] documents) => Choose(Unknown(Amd.Source, platform: null), index, documents);

    private static OciDescriptor ChooseOf(string[] manifests, ImagePlatform? platform, params byte[][] documents)
    {
        var image = Encoding.UTF8.GetBytes(Archives.Index(manifests));
        return Choose(
            Unknown(Amd.Source with { Id = TestImage.Digest(image) }, platform),
            Archives.Index([Archives.Named(image, "index", "docker.io/library/app:dev")]),
            [image, .. documents]);
    }

    /// <summary>As an engine tells an image when it does not know what its manifest will be.</summary>
    private static WantedImage Unknown(SourceImage image, ImagePlatform? platform) => new(image, new ImageContent(platform, null, null));

    private static OciDescriptor Choose(WantedImage image, string index, byte[][] documents) => ManifestChooser.Choose(
        image,
        Assert.IsType<OciIndex>(OciDocument.TryParse(Encoding.UTF8.GetBytes(index))),
        documents.ToDictionary(document => TestImage.Digest(document), document => new OciBlob(OciDocument.TryParse(document)!, document.Length)),
        Amd64);
}
