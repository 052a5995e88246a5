using KindTools.Core.Images;

namespace KindTools.Tests.Images;

public class NearMissesTests
{
    [Theory]
    // another tag of the same repository, however different
    [InlineData("app:dev", "app:release-candidate", true)]
    [InlineData("registry:5000/app", "registry:5000/app:v1", true)]
    [InlineData("team/app:dev", "team/app", true)]
    // the same image of another registry or user, as podman names what it builds
    [InlineData("app:dev", "localhost/app:dev", true)]
    [InlineData("app:latest", "registry.example/team/app:v1", true)]
    [InlineData("team/app:dev", "team/database:7", false)]
    // a port is no tag
    [InlineData("registry:5000/app:v1", "registry:6000/other/thing:v1", false)]
    // a typing error of at most a third
    [InlineData("webapp:dev", "wepapp:dev", true)]
    [InlineData("webapp:dev", "webapi:dev", true)]
    [InlineData("webapp:dev", "database:7", false)]
    [InlineData("wbe", "web", true)]
    [InlineData("shpo", "shop", true)]
    [InlineData("pohs", "shop", false)]
    [InlineData("a", "b", true)]
    [InlineData("a", "bcd", false)]
    public void Names_close_enough_are_offered(string name, string known, bool offered) =>
        Assert.Equal(offered, NearMisses.Of(name, [known], 3).Count == 1);

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "web", 3)]
    [InlineData("web", "", 3)]
    [InlineData("web", "web", 0)]
    [InlineData("web", "weeb", 1)]
    [InlineData("web", "wb", 1)]
    [InlineData("web", "wbe", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ubunut", "ubuntu", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void A_typing_error_is_a_letter_or_two_letters_in_each_others_place(string one, string other, int errors) => Assert.Equal(errors, NearMisses.Distance(one, other));

    [Fact]
    public void The_closest_come_first_and_there_are_not_too_many() =>
        Assert.Equal(["app:v1", "app:v2", "apq:dev"], NearMisses.Of("app:dev", ["aqq:dev", "apq:dev", "app:v2", "nginx", "app:v1"], 3));

    [Fact]
    public void Nothing_known_offers_nothing() => Assert.Empty(NearMisses.Of("app", [], 3));
}
