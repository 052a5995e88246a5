using KindTools.Core.Watching;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Watching;

public class WatchedImagesTests
{
    private static readonly WatchOccasion Built = WatchOccasion.None;
    private static readonly WatchOccasion NodeStarted = WatchOccasion.None with { AreNodesNew = true };
    private static readonly WatchOccasion DebianPulled = WatchOccasion.None with { Pulled = ["debian:13"] };

    [Theory]
    // the names watched, what the engine has, what is meant
    [InlineData("", "app:dev team/web:1", "docker.io/library/app:dev docker.io/team/web:1")]
    [InlineData("", "app:dev kindest/node:v1.36.2", "docker.io/library/app:dev")]
    [InlineData("", "app:dev 127.0.0.1:5063/kindtools-0123456789abcdef:p42-1", "docker.io/library/app:dev")]
    [InlineData("*", "app:dev 127.0.0.1:5063/kindtools-0123456789abcdef:p42-1", "docker.io/library/app:dev")]
    [InlineData("kindest/node", "app:dev kindest/node:v1.36.2", "docker.io/kindest/node:v1.36.2")]
    [InlineData("app", "app:dev app:1 application:1", "docker.io/library/app:1 docker.io/library/app:dev")]
    [InlineData("app:dev", "app:dev app:1", "docker.io/library/app:dev")]
    [InlineData("docker.io/library/app:dev", "app:dev app:1", "docker.io/library/app:dev")]
    [InlineData("team/*", "app:dev team/web:1 team/api:2", "docker.io/team/api:2 docker.io/team/web:1")]
    [InlineData("app team/*", "app:dev team/web:1 other:1", "docker.io/library/app:dev docker.io/team/web:1")]
    public void Images_are_meant_by_any_of_their_names(string names, string engine, string meant)
    {
        var images = new WatchedImages(Patterns(names));

        Assert.Equal(Words(meant), images.Of(Ids(engine), [Kind.Node()]).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("app:dev", "docker.io/library/app:dev", true)]
    [InlineData("app", "docker.io/library/app:latest", true)]
    [InlineData("app", "docker.io/library/app:dev", false)]
    [InlineData("app*", "docker.io/library/app:dev", false)]
    [InlineData("", "docker.io/library/app:dev", false)]
    public void An_image_is_named_in_full_when_its_tag_is_or_would_be(string names, string image, bool isNamed) =>
        Assert.Equal(isNamed, new WatchedImages(Patterns(names)).IsNamed(image));

    [Fact]
    public void News_is_what_was_built_and_what_has_come_since()
    {
        var images = Settled("app:dev=1 web:dev=1");

        Assert.Equal(["app:dev", "new:dev"], images.News(Ids("app:dev=2 web:dev=1 new:dev=1"), Built));
        Assert.Equal([], images.News(Ids("app:dev=1"), Built));
    }

    [Fact]
    public void A_node_that_starts_is_to_have_what_was_brought_and_nothing_else()
    {
        var images = Settled("app:dev=1 web:dev=1", "app:dev");

        Assert.Equal([], images.News(Ids("app:dev=1 web:dev=1"), Built));
        Assert.Equal(["app:dev"], images.News(Ids("app:dev=1 web:dev=1"), NodeStarted));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("*", "docker.io/library/debian:13")]
    [InlineData("debian", "docker.io/library/debian:13")]
    public void What_was_pulled_is_meant_only_by_a_name(string names, string news)
    {
        var images = new WatchedImages(Patterns(names));
        images.Settle([], []);

        Assert.Equal(Words(news), images.News(Ids("docker.io/library/debian:13=1"), DebianPulled));
    }

    [Fact]
    public void A_name_that_no_image_has_is_unmet()
    {
        var images = new WatchedImages(Patterns("app ap:dev none*"));

        Assert.Equal("ap:dev", Assert.Single(images.Unmet(Ids("docker.io/library/app:dev=1"))).Text);
    }

    private static WatchedImages Settled(string ids, params string[] brought)
    {
        var images = new WatchedImages([]);
        images.Settle(Ids(ids), brought);
        return images;
    }

    private static NamePattern[] Patterns(string names) => Kind.Patterns(Words(names));

    private static Dictionary<string, string> Ids(string images) => Words(images).Select(image => image.Split('=')).ToDictionary(pair => pair[0], pair => pair[^1]);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
