using KindTools.Core.Engines;
using KindTools.Core.Images;
using KindTools.Core.Transfer;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Transfer;

public sealed class EngineImageSourceTests : IDisposable
{
    private readonly FakeEngine _engine = new()
    {
        Images =
        {
            ["docker.io/library/app:dev"] = Image("sha256:1", 100, "linux/amd64"),
            ["docker.io/library/app:latest"] = Image("sha256:2", 200, "linux/arm64/v8"),
        },
    };

    private readonly RecordingLog _log = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("app:dev", "docker.io/library/app:dev", "sha256:1", "linux/amd64")]
    [InlineData("docker.io/library/app:dev", "docker.io/library/app:dev", "sha256:1", "linux/amd64")]
    [InlineData("app", "docker.io/library/app:latest", "sha256:2", "linux/arm64")]
    public async Task An_image_is_found_by_any_form_of_its_name(string name, string full, string id, string platform)
    {
        var image = Assert.Single(await ListAsync(name));

        Assert.Equal((full, id, platform), (image.Reference.ToString(), image.Id, Assert.Single(image.Contents).Platform?.ToString()));
    }

    [Fact]
    public async Task The_same_image_by_two_names_comes_once() => Assert.Single(await ListAsync("app:dev", "docker.io/library/app:dev", "app:dev"));

    [Fact]
    public async Task Several_names_of_one_image_are_expected_to_be_read_once()
    {
        _engine.Images["docker.io/library/app:same"] = Image("sha256:1", 100, "linux/amd64");

        var images = await ListAsync("app:dev", "app:same", "app:latest");

        Assert.Equal(300, new EngineImageSource(_engine, []).Expect(images));
    }

    [Fact]
    public async Task What_cannot_be_imported_is_reported_and_the_others_go_on()
    {
        Assert.Single(await ListAsync("App:dev", "app@sha256:" + new string('a', 64), "app:dew", "app:dev"));

        Assert.Equal(["ImageReferenceInvalid", "ImageNotFound", "ImageNotFound"], _log.Errors.Select(error => error.ErrorId));
        Assert.Contains("lower case", _log.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("Near it: app:dev, app:latest.", _log.Errors[2].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./images.tar", true)]
    [InlineData("/tmp/layout", true)]
    [InlineData("..\\out\\layout", true)]
    [InlineData("C:/images.tar", true)]
    [InlineData("images.tar.gz", true)]
    [InlineData("App", false)]
    [InlineData("tar/gz:1", false)]
    public async Task A_file_is_told_to_be_none_of_the_engines_images(string name, bool told)
    {
        Assert.Empty(await ListAsync(name));

        Assert.Equal(told, Assert.Single(_log.Errors).Message.Contains("-Path", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("b030ab1f7242")]
    [InlineData("sha256:b030ab1f7242b030ab1f7242b030ab1f7242b030ab1f7242b030ab1f7242abcd")]
    public async Task An_id_is_told_to_be_no_name(string id)
    {
        Assert.Empty(await ListAsync(id));

        Assert.Contains($"'docker tag {id} NAME:TAG'", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_is_asked_for_full_names_so_that_it_saves_these_tags_only()
    {
        IReadOnlyList<string> asked = [];
        _engine.Save = references =>
        {
            asked = references;
            return Stream.Null;
        };
        var source = new EngineImageSource(_engine, ["app", "app:dev"]);

        await source.OpenAsync(await source.ListAsync(_log, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        Assert.Equal(["docker.io/library/app:latest", "docker.io/library/app:dev"], asked);
    }

    [Theory]
    [InlineData("app@")]
    [InlineData("app:dev@")] // Pods use the digest, and no tag.
    public async Task A_name_by_digest_stays_one(string name)
    {
        var full = "docker.io/library/app@sha256:" + new string('a', 64);
        _engine.Images[full] = Image("sha256:3", 300, "linux/amd64");

        Assert.Equal(full, Assert.Single(await ListAsync(name + "sha256:" + new string('a', 64))).Reference.ToString());
    }

    private static EngineImage Image(string id, long size, string platform) => new(id, size, [new ImageContent(ImagePlatform.TryParse(platform), null, id)]);

    private Task<IReadOnlyList<SourceImage>> ListAsync(params string[] names) =>
        new EngineImageSource(_engine, names).ListAsync(_log, TestContext.Current.CancellationToken);
}
