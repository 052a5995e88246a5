using KindTools.Core.Nodes;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Nodes;

public class NodeImageFilterTests
{
    private static readonly string Id = "sha256:" + new string('a', 64);
    private readonly RecordingLog _log = new();

    [Theory]
    // short and full, with the tag and without
    [InlineData("app:dev", "app:dev")]
    [InlineData("app", "app:dev,app:v1")]
    [InlineData("library/app:dev", "")]
    [InlineData("docker.io/library/app:dev", "app:dev")]
    [InlineData("docker.io/library/app", "app:dev,app:v1")]
    [InlineData("team/app", "team/app:dev")]
    [InlineData("registry:5000/app:dev", "registry:5000/app:dev")]
    [InlineData("registry:5000/app", "registry:5000/app:dev")]
    // wildcards
    [InlineData("app:*", "app:dev,app:v1")]
    [InlineData("*:dev", "app:dev,registry:5000/app:dev,team/app:dev")]
    [InlineData("*", "app:dev,app:v1,registry:5000/app:dev,team/app:dev")]
    [InlineData("docker.io/*/app:dev", "app:dev,team/app:dev")]
    public async Task Names_are_matched_as_people_write_them(string name, string expected)
    {
        var found = await ApplyAsync([name], "docker.io/library/app:dev", "docker.io/library/app:v1", "registry:5000/app:dev", "docker.io/team/app:dev");

        Assert.Equal(expected, string.Join(',', found.Select(NodeImageFilter.FamiliarName).Order(StringComparer.Ordinal)));
        Assert.Equal(expected.Length == 0 ? 1 : 0, _log.Errors.Count);
    }

    [Fact]
    public async Task Without_names_everything_is_meant() =>
        Assert.Equal(2, (await ApplyAsync([], "docker.io/library/app:dev", Id)).Count);

    [Fact]
    public async Task An_image_without_a_name_is_found_by_its_id()
    {
        Assert.Single(await ApplyAsync([Id], Id));
        Assert.Empty(_log.Errors);
    }

    [Theory]
    [InlineData("sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("bbbbbbbbbbbbb")]
    [InlineData("bbbb*")]
    public void An_image_is_found_by_its_id_as_tables_show_it_too(string id)
    {
        var image = new KindNodeImage { Cluster = "kind", Node = "kind-worker", Image = "docker.io/library/app:dev", ImageId = "sha256:" + new string('b', 64), Digest = Id, Size = 1, Pinned = false };

        Assert.True(new NodeImageFilter(Kind.Patterns(id)).IsMeant(image, out var exactly));
        Assert.Equal(!id.Contains('*', StringComparison.Ordinal), exactly);
    }

    [Fact]
    public async Task A_name_that_no_node_has_is_an_error_with_what_is_near_and_the_others_go_on()
    {
        var found = await ApplyAsync(["apq:dev", "app:v1"], "docker.io/library/app:dev", "docker.io/library/app:v1", "docker.io/library/nginx:1");

        Assert.Equal(["docker.io/library/app:v1"], found.Select(image => image.Image));
        var error = Assert.Single(_log.Errors);
        Assert.Equal(("ImageNotFound", FailureCategory.ObjectNotFound, "apq:dev"), (error.ErrorId, error.Category, error.Target));
        Assert.Contains("Near it: app:dev.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Import-KindImage apq:dev", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_nothing_is_near_to_suggests_nothing()
    {
        await ApplyAsync(["database:7"], "docker.io/library/app:dev");

        Assert.DoesNotContain("Near it", Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_matches_nothing_is_no_error()
    {
        Assert.Empty(await ApplyAsync(["none*"], "docker.io/library/app:dev"));
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task An_image_that_two_names_mean_comes_once() =>
        Assert.Single(await ApplyAsync(["app", "app:dev", "*"], "docker.io/library/app:dev"));

    private async Task<List<KindNodeImage>> ApplyAsync(string[] names, params string[] images)
    {
        var found = new List<KindNodeImage>();
        await foreach (var image in new NodeImageFilter(Kind.Patterns(names)).ApplyAsync(Images(images), _log)) found.Add(image);
        return found;
    }

    private static async IAsyncEnumerable<KindNodeImage> Images(string[] names)
    {
        foreach (var name in names)
        {
            await Task.Yield();
            yield return new KindNodeImage { Cluster = "kind", Node = "kind-worker", Image = name, Digest = Id, Size = 1, Pinned = false };
        }
    }
}
