using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KindTools.Core.Images;
using KindTools.Core.Transfer;

namespace KindTools.Tests.Fakes;

/// <summary>An image with real digests.</summary>
internal sealed class TestImage
{
    private TestImage(string name, ImagePlatform platform, IReadOnlyList<byte[]> layers)
    {
        Reference = ImageReference.Parse(name).WithDefaultTag();
        Platform = platform;
        Layers = layers;
        var variant = platform.Variant is null ? "" : $",\"variant\":\"{platform.Variant}\"";
        Config = Encoding.UTF8.GetBytes(
            $"{{\"architecture\":\"{platform.Architecture}\",\"os\":\"{platform.OperatingSystem}\"{variant},\"rootfs\":{{\"type\":\"layers\",\"diff_ids\":[{string.Join(',', layers.Select(layer => $"\"{Digest(layer)}\""))}]}}}}");
        Manifest = Encoding.UTF8.GetBytes(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
            + Descriptor("application/vnd.oci.image.config.v1+json", Config)
            + ",\"layers\":[" + string.Join(',', layers.Select(layer => Descriptor("application/vnd.oci.image.layer.v1.tar", layer))) + "]}");
    }

    public ImageReference Reference { get; }

    public string Name => Reference.ToString();

    public ImagePlatform Platform { get; }

    public IReadOnlyList<byte[]> Layers { get; }

    public byte[] Config { get; }

    public byte[] Manifest { get; }

    public string ConfigDigest => Digest(Config);

    public string ManifestDigest => Digest(Manifest);

    /// <summary>Everything it is made of.</summary>
    public IReadOnlyList<byte[]> Blobs => [.. Layers, Config, Manifest];

    public ImageContent Content => new(Platform, ManifestDigest, ConfigDigest);

    public SourceImage Source => new(Reference, ManifestDigest, [Content], Blobs.Sum(blob => (long)blob.Length));

    internal WantedImage Wanted => new(Source, Content);

    public static TestImage Create(string name, params byte[][] layers) => new(name, new ImagePlatform("linux", "amd64", null), layers);

    public static TestImage CreateFor(string platform, string name, params byte[][] layers) => new(name, ImagePlatform.TryParse(platform)!, layers);

    /// <summary>A layer's bytes; the same for the same seed.</summary>
    public static byte[] Layer(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    public static string Digest(ReadOnlySpan<byte> content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Descriptor(string mediaType, ReadOnlySpan<byte> content, string extra = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"mediaType\":\"{mediaType}\",\"digest\":\"{Digest(content)}\",\"size\":{content.Length}{extra}}}");
}
