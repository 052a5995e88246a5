using System.Text;
using KindTools.Core.Images;

namespace KindTools.Tests.Images;

public class OciDocumentTests
{
    [Fact]
    public void A_manifest_tells_its_configuration_and_layers()
    {
        var document = Parse(
            """
            {"schemaVersion":2,
             "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:c","size":3},
             "layers":[{"mediaType":"a","digest":"sha256:1","size":9000000000},{"mediaType":"b","digest":"sha256:2","size":0}]}
            """);

        var manifest = Assert.IsType<OciManifest>(document);
        Assert.Equal(("sha256:c", 3), (manifest.Config.Digest, manifest.Config.Size));
        Assert.Equal([("sha256:1", 9_000_000_000), ("sha256:2", 0)], manifest.Layers.Select(layer => (layer.Digest, layer.Size)));
    }

    [Fact]
    public void An_index_tells_its_platforms_and_knows_attestations()
    {
        var document = Parse(
            """
            {"manifests":[
              {"mediaType":"m","digest":"sha256:1","size":1,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
              {"mediaType":"m","digest":"sha256:2","size":2,"platform":{"os":"unknown","architecture":"unknown"},
               "annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"sha256:1"}}]}
            """);

        var index = Assert.IsType<OciIndex>(document);
        Assert.Equal(["linux/arm64", "unknown/unknown"], index.Manifests.Select(manifest => manifest.Platform?.ToString()));
        Assert.Equal([false, true], index.Manifests.Select(manifest => manifest.IsAttestation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"manifests":5}""")]
    [InlineData("""{"manifests":[5]}""")]
    [InlineData("""{"manifests":[{}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:1"}]}""")]
    [InlineData("""{"manifests":[{"digest":null,"size":1}]}""")]
    [InlineData("""{"manifests":[{"digest":7,"size":1}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":"1"}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":1e30}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":1,"mediaType":5}]}""")]
    [InlineData("""{"manifests":[{"digest":"sha256:1","size":1,"annotations":{"a":5}}]}""")]
    [InlineData("""{"config":{"digest":"sha256:1","size":1}}""")]
    [InlineData("""{"config":null,"layers":[]}""")]
    [InlineData("""[{"Config":"c.json","RepoTags":["app:dev"],"Layers":[]}]""")]
    public void Anything_else_is_none(string json) => Assert.Null(Parse(json));

    [Theory]
    [InlineData("""{"architecture":"amd64","os":"linux","config":{"Labels":{"architecture":"x86_64"}},"rootfs":{"type":"layers","diff_ids":[]}}""", "linux/amd64")]
    [InlineData("""{"architecture":"arm","variant":"v7","os":"linux","rootfs":{}}""", "linux/arm/v7")]
    [InlineData("""{"rootfs":{"type":"layers","diff_ids":[]}}""", null)]
    public void A_configuration_tells_its_platform(string json, string? platform) =>
        Assert.Equal(platform, Assert.IsType<OciConfiguration>(Parse(json)).Platform?.ToString());

    [Fact]
    public void Bytes_that_are_no_text_are_neither() => Assert.Null(OciDocument.TryParse(new byte[] { 0x1f, 0x8b, 0x08, 0xff, 0xfe }));

    private static OciDocument? Parse(string json) => OciDocument.TryParse(Encoding.UTF8.GetBytes(json));
}
