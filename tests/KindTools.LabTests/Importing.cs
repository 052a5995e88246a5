using System.Security.Cryptography;

namespace KindTools.LabTests;

/// <summary>What tests of imports ask again and again.</summary>
internal static class Importing
{
    public static List<ImageImportResult> Import(Module module, string script) =>
        [.. module.Run(script).Select(result => (ImageImportResult)result.BaseObject)];

    /// <summary>Waits until something is seen while a command goes on; fails when that comes to its end first.</summary>
    public static async Task UntilAsync(Func<bool> condition, Task running)
    {
        while (!condition())
        {
            Assert.False(running.IsCompleted, "It ended before.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The image id on nodes. The containerd store calls the manifest's digest id, so ask the archive.</summary>
    public static string ConfigDigest(Lab lab, string image)
    {
        if (lab.Engine != "containerd") return lab.Docker("inspect", "--format", "{{.Id}}", image);

        using var folder = new TemporaryFolder();
        lab.Docker("save", "--output", folder["image.tar"], image);
        System.Formats.Tar.TarFile.ExtractToDirectory(folder["image.tar"], folder.Path, overwriteFiles: false);
        using var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllText(folder["manifest.json"]));
        return "sha256:" + Path.GetFileName(manifest.RootElement[0].GetProperty("Config").GetString());
    }

    public static string FileOnNode(Lab lab, string node, string image, string file)
    {
        var script = "set -e; m=$(mktemp -d); ctr --namespace k8s.io images mount \"$1\" $m >/dev/null; sha256sum $m/$2 | cut -d' ' -f1; ctr --namespace k8s.io images unmount $m >/dev/null; rmdir $m";
        return lab.OnNode(node, "sh", "-c", script, "sh", image, file);
    }

    /// <summary>The last layer of an image, as the content store names it.</summary>
    public static string LayerOf(Lab lab, string node, string image)
    {
        using var manifest = System.Text.Json.JsonDocument.Parse(lab.OnNode(node, "ctr", "--namespace", "k8s.io", "content", "get", ManifestOf(lab, node, image)));
        return manifest.RootElement.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!["sha256:".Length..];
    }

    /// <summary>The digest that an image's name stands for.</summary>
    public static string ManifestOf(Lab lab, string node, string image) =>
        lab.OnNode(node, "ctr", "--namespace", "k8s.io", "images", "ls", "name==" + image).Split('\n')
            .Last(line => line.StartsWith(image, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];

    public static string Sha256(byte[] content) => Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
}
