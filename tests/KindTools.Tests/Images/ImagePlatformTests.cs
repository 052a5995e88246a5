using System.Text.Json;
using KindTools.Core.Images;

namespace KindTools.Tests.Images;

public class ImagePlatformTests
{
    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("linux/x86_64", "linux/amd64")]
    [InlineData("linux/x86-64", "linux/amd64")]
    [InlineData("Linux/AMD64", "linux/amd64")]
    [InlineData("linux/amd64/v1", "linux/amd64")]
    [InlineData("linux/amd64/v3", "linux/amd64/v3")]
    [InlineData("linux/aarch64", "linux/arm64")]
    [InlineData("linux/arm64/v8", "linux/arm64")]
    [InlineData("linux/arm64/8", "linux/arm64")]
    [InlineData("linux/arm64/v9", "linux/arm64/v9")]
    [InlineData("linux/arm/v7", "linux/arm/v7")]
    [InlineData("linux/arm/v6", "linux/arm/v6")]
    [InlineData("linux/ppc64le", "linux/ppc64le")]
    [InlineData("windows/amd64", "windows/amd64")]
    public void Text_is_normalised_as_containerd_does(string text, string platform) =>
        Assert.Equal(platform, ImagePlatform.TryParse(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("linux/")]
    [InlineData("/amd64")]
    [InlineData("linux/arm64/v8/more")]
    public void Any_other_shape_is_no_platform(string? text) => Assert.Null(ImagePlatform.TryParse(text));

    [Theory]
    [InlineData("x86_64", "linux/amd64")]
    [InlineData("aarch64", "linux/arm64")]
    [InlineData("armv7l", "linux/arm/v7")]
    [InlineData("armv6l", "linux/arm/v6")]
    [InlineData("i686", "linux/386")]
    [InlineData("s390x", "linux/s390x")]
    [InlineData("riscv64", "linux/riscv64")]
    public void A_nodes_machine_has_Gos_name(string machine, string platform) => Assert.Equal(platform, ImagePlatform.FromMachine(machine).ToString());

    [Theory]
    [InlineData("""{"os":"linux","architecture":"arm64","variant":"v8"}""", "linux/arm64")]
    [InlineData("""{"os":"linux","architecture":"arm","variant":"v7"}""", "linux/arm/v7")]
    [InlineData("""{"os":"linux","architecture":"amd64","variant":""}""", "linux/amd64")]
    [InlineData("""{"os":"linux"}""", null)]
    [InlineData("""{"os":"","architecture":""}""", null)]
    [InlineData("""{"os":1,"architecture":2}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void A_descriptors_platform_is_read(string json, string? platform)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(platform, ImagePlatform.From(document.RootElement)?.ToString());
    }
}
