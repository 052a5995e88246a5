using System.Text.Json;

namespace KindTools.Core.Images;

/// <summary>What an image runs on, normalised as containerd does (containerd/platforms <c>database.go</c>).</summary>
/// <param name="OperatingSystem">For example <c>linux</c>.</param>
/// <param name="Architecture">Go's name, for example <c>amd64</c>.</param>
/// <param name="Variant">For example <c>v7</c> of arm; null for the usual one.</param>
public sealed record ImagePlatform(string OperatingSystem, string Architecture, string? Variant)
{
    /// <summary>From text such as <c>linux/arm64/v8</c>; null when it has another shape.</summary>
    public static ImagePlatform? TryParse(string? text)
    {
        var parts = text?.Split('/');
        return parts is { Length: 2 or 3 } && parts.All(part => part.Length > 0)
            ? Normalised(parts[0], parts[1], parts.Length == 3 ? parts[2] : null)
            : null;
    }

    /// <summary>From the <c>platform</c> of a descriptor or the top of an image's configuration.</summary>
    public static ImagePlatform? From(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
        && Text(element, "os") is { Length: > 0 } system
        && Text(element, "architecture") is { Length: > 0 } architecture
            ? Normalised(system, architecture, Text(element, "variant"))
            : null;

    /// <summary>From what <c>uname -m</c> prints on a Linux node.</summary>
    public static ImagePlatform FromMachine(string machine) => machine switch
    {
        "armv7l" => new("linux", "arm", "v7"),
        "armv6l" => new("linux", "arm", "v6"),
        "i386" or "i686" => new("linux", "386", null),
        _ => Normalised("linux", machine, null),
    };

    /// <summary>What runs on it, best first (containerd/platforms <c>compare.go</c>, <c>platformVector</c>).</summary>
    public IEnumerable<ImagePlatform> Runs => (Architecture, Variant) switch
    {
        ("amd64", null) => [this, this with { Architecture = "386" }],
        ("arm64", null) => [this, .. Arm("v8", "v7", "v6", "v5")],
        ("arm", "v8") => Arm("v8", "v7", "v6", "v5"),
        ("arm", "v7") => Arm("v7", "v6", "v5"),
        ("arm", "v6") => Arm("v6", "v5"),
        _ => [this],
    };

    /// <summary>As engines take it (OCI image spec, <c>descriptor.md</c>).</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new Dictionary<string, string?> { ["os"] = OperatingSystem, ["architecture"] = Architecture, ["variant"] = Variant }
            .Where(pair => pair.Value is not null).ToDictionary());

    /// <inheritdoc/>
    public override string ToString() => $"{OperatingSystem}/{Architecture}" + (Variant is null ? "" : "/" + Variant);

    private IEnumerable<ImagePlatform> Arm(params string[] variants) => variants.Select(variant => this with { Architecture = "arm", Variant = variant });

    private static ImagePlatform Normalised(string system, string architecture, string? variant)
    {
        architecture = architecture.ToLowerInvariant() switch
        {
            "x86_64" or "x86-64" => "amd64",
            "aarch64" => "arm64",
            var other => other,
        };
        variant = string.IsNullOrEmpty(variant) ? null : variant.ToLowerInvariant();
        var usual = (architecture, variant) is ("arm64", "v8" or "8") or ("amd64", "v1");
        return new ImagePlatform(system.ToLowerInvariant(), architecture, usual ? null : variant);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
