using Docker.DotNet.Models;
using KindTools.Core.Engines;
using EngineDescription = KindTools.Core.Engines.EngineDescription;

namespace KindTools.Tests.Engines;

public class EngineDescriptionTests
{
    [Theory]
    [InlineData("overlayfs", "driver-type", "io.containerd.snapshotter.v1", "containerd")]
    [InlineData("overlay2", "Backing Filesystem", "extfs", "classic")]
    [InlineData("vfs", null, null, "classic")]
    public void The_image_store_shows_in_the_status_of_its_driver(string driver, string? key, string? value, string store)
    {
        var facts = EngineDescription.From(Version("Engine"), Info(driver, key, value));

        Assert.Equal((store, driver), (facts.ImageStore, facts.StorageDriver));
    }

    [Theory]
    [InlineData("Engine", "Docker")]
    [InlineData("Podman Engine", "podman")]
    [InlineData("Something", "Something")]
    public void The_product_is_told_by_its_first_component(string component, string product) =>
        Assert.Equal(product, EngineDescription.From(Version(component), Info("overlay", null, null)).Product);

    [Fact]
    public void Podman_has_a_store_of_its_own() =>
        Assert.Equal("podman", EngineDescription.From(Version("Podman Engine"), Info("overlay", "Backing Filesystem", "extfs")).ImageStore);

    [Theory]
    [InlineData("name=rootless", true)]
    [InlineData("name=seccomp,profile=builtin", false)]
    public void Rootless_is_one_of_the_security_options(string option, bool isRootless)
    {
        var info = Info("overlay2", null, null);
        info.SecurityOptions = [option];

        Assert.Equal(isRootless, EngineDescription.From(Version("Engine"), info).IsRootless);
    }

    [Fact]
    public void An_engine_that_leaves_lists_out_is_described_by_the_rest()
    {
        var facts = EngineDescription.From(new VersionResponse { Version = "20.10.24", APIVersion = "1.41", Os = "linux", Arch = "arm64" }, new SystemInfoResponse { Driver = "overlay2" });

        Assert.Equal(new EngineFacts("Docker", "20.10.24", "1.41", "linux/arm64", "", "classic", "overlay2", IsRootless: false), facts);
    }

    private static VersionResponse Version(string component) =>
        new() { Version = "28.5.2", APIVersion = "1.51", Os = "linux", Arch = "amd64", Components = [new ComponentVersion { Name = component }] };

    private static SystemInfoResponse Info(string driver, string? key, string? value) =>
        new() { Driver = driver, OperatingSystem = "Debian", DriverStatus = key is null ? [] : [[key, value!]], SecurityOptions = [] };
}
