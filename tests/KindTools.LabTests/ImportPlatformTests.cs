using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using static KindTools.LabTests.Importing;

namespace KindTools.LabTests;

/// <summary>Images that one name holds for several platforms, as the containerd store and archives have them.</summary>
public class ImportPlatformTests
{
    [Theory]
    [InlineData("engine", "")]
    [InlineData("engine", "linux/arm64")]
    [InlineData("archive", "")]
    [InlineData("archive", "linux/arm64")]
    public void Each_node_gets_what_it_runs_or_what_is_asked_for(string source, string platform)
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        var name = $"kindtools-test/platforms-{source}{platform.Replace('/', '-')}:1";
        var layout = TwoPlatforms(lab, folder, name);
        if (source == "engine") lab.Docker("load", "--input", layout);

        var what = (source == "engine" ? name : $"-Path '{layout}'") + (platform.Length > 0 ? " -Platform " + platform : "");
        var results = Import(module, "Import-KindImage " + what);

        Assert.Empty(module.Errors);
        Assert.Equal(lab.NodeCount, results.Count);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, platform.Length > 0 ? platform : "linux/amd64"), (result.Status, result.Platform)));
        Assert.All(Import(module, "Import-KindImage " + what), result => Assert.Equal(ImageImportStatus.AlreadyPresent, result.Status));
    }

    [Fact]
    public void A_platform_that_the_engine_does_not_hold_is_an_error_that_lists_those_it_does()
    {
        var lab = Lab.WithEngine("containerd");
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        lab.Docker("load", "--input", TwoPlatforms(lab, folder, "kindtools-test/platforms-missing:1"));

        var results = Import(module, "Import-KindImage kindtools-test/platforms-missing:1 -Platform linux/s390x");

        Assert.All(results, result => Assert.Equal(ImageImportStatus.Failed, result.Status));
        Assert.Contains("there is linux/amd64, linux/arm64", Assert.Single(module.Errors).Exception.Message);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("containerd")]
    public void An_image_by_digest_is_found_by_pods_that_ask_for_the_digest(string engine)
    {
        var lab = Lab.WithEngine(engine);
        using var module = lab.OpenModule();
        lab.Build("kindtools-test/by-digest:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        var id = lab.Docker("inspect", "--format", "{{.Id}}", "kindtools-test/by-digest:1");

        // The classic store knows digests only of what it pushed or pulled.
        if (engine == "classic")
        {
            Import(module, $"Import-KindImage kindtools-test/by-digest@{id}");
            Assert.StartsWith("ImageNotFound,", Assert.Single(module.Errors).FullyQualifiedErrorId);
            return;
        }

        var results = Import(module, $"Import-KindImage kindtools-test/by-digest@{id}");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal((ImageImportStatus.Imported, $"docker.io/kindtools-test/by-digest@{id}", id), (result.Status, result.Image, result.Digest)));
    }

    /// <summary>An archive with an image for amd64 and arm64, an attestation, and a platform whose manifest is absent.</summary>
    private static string TwoPlatforms(Lab lab, TemporaryFolder folder, string name)
    {
        lab.Build(name, ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("save", "--output", folder["one.tar"], name);
        lab.Docker("rmi", name);
        Directory.CreateDirectory(folder["layout"]);
        TarFile.ExtractToDirectory(folder["one.tar"], folder["layout"], overwriteFiles: false);
        var manifest = JsonNode.Parse(File.ReadAllText(folder["layout/index.json"]))!["manifests"]![0]!["digest"]!.GetValue<string>();
        var native = JsonNode.Parse(Read(manifest))!;
        var config = JsonNode.Parse(Read(native["config"]!["digest"]!.GetValue<string>()))!;
        config["architecture"] = "arm64";
        var foreign = native.DeepClone();
        foreign["config"] = Write(config.ToJsonString(), "application/vnd.oci.image.config.v1+json");
        var attestation = Write("""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}""", "application/vnd.oci.image.manifest.v1+json");
        attestation["platform"] = JsonNode.Parse("""{"os":"unknown","architecture":"unknown"}""");
        attestation["annotations"] = JsonNode.Parse("""{"vnd.docker.reference.type":"attestation-manifest"}""");
        var absent = For("s390x", new JsonObject { ["mediaType"] = "application/vnd.oci.image.manifest.v1+json", ["digest"] = "sha256:" + new string('e', 64), ["size"] = 500 });
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = new JsonArray(
                For("arm64", Write(foreign.ToJsonString(), "application/vnd.oci.image.manifest.v1+json")),
                For("amd64", Write(native.ToJsonString(), "application/vnd.oci.image.manifest.v1+json")),
                attestation,
                absent),
        };
        var top = Write(index.ToJsonString(), "application/vnd.oci.image.index.v1+json");
        top["annotations"] = new JsonObject { ["io.containerd.image.name"] = "docker.io/" + name };
        File.WriteAllText(folder["layout/index.json"], new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(top) }.ToJsonString());
        File.Delete(folder["layout/manifest.json"]);
        TarFile.CreateFromDirectory(folder["layout"], folder["two.tar"], includeBaseDirectory: false);
        return folder["two.tar"];

        string Read(string digest) => File.ReadAllText(folder["layout/blobs/" + digest.Replace(':', '/')]);

        JsonObject Write(string content, string mediaType)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            File.WriteAllBytes(folder["layout/blobs/sha256/" + Sha256(bytes)], bytes);
            return new JsonObject { ["mediaType"] = mediaType, ["digest"] = "sha256:" + Sha256(bytes), ["size"] = bytes.Length };
        }

        static JsonObject For(string architecture, JsonObject descriptor)
        {
            descriptor["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture };
            return descriptor;
        }
    }
}
