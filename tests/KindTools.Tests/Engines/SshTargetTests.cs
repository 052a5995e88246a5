using KindTools.Core.Engines;

namespace KindTools.Tests.Engines;

public class SshTargetTests
{
    private const string Options = "-T -o BatchMode=yes -o ConnectTimeout=25";

    [Theory]
    [InlineData("ssh://engine.example", "-- engine.example docker system dial-stdio")]
    [InlineData("ssh://me@engine.example", "-l me -- engine.example docker system dial-stdio")]
    [InlineData("ssh://me@engine.example:2222", "-l me -p 2222 -- engine.example docker system dial-stdio")]
    [InlineData("ssh://engine.example/", "-- engine.example docker system dial-stdio")]
    [InlineData("ssh://engine.example/run/user/1000/docker.sock", "-- engine.example docker '--host=unix:///run/user/1000/docker.sock' system dial-stdio")]
    [InlineData("ssh://engine.example/it's here.sock", @"-- engine.example docker '--host=unix:///it'\''s here.sock' system dial-stdio")]
    [InlineData("ssh://a%20b@engine.example", "-l a b -- engine.example docker system dial-stdio")]
    [InlineData("ssh://[2001:db8::1]:22", "-p 22 -- 2001:db8::1 docker system dial-stdio")]
    [InlineData("ssh://MyMachine", "-- MyMachine docker system dial-stdio")]
    public void ssh_is_started_as_Dockers_own_CLI_starts_it(string address, string arguments) =>
        Assert.Equal($"{Options} {arguments}", string.Join(' ', SshTarget.From(new Uri(address)).Arguments));

    [Theory]
    [InlineData("ssh://me:hunter2@engine.example", "no password")]
    [InlineData("ssh://engine.example?x=y", "nothing may follow")]
    [InlineData("ssh://engine.example#x", "nothing may follow")]
    [InlineData("ssh://-oProxyCommand", "names no host")]
    [InlineData("ssh:///run/docker.sock", "names no host")]
    public void Other_addresses_are_refused_with_what_is_wrong(string address, string words)
    {
        var failure = Assert.Throws<KindToolsException>(() => SshTarget.From(new Uri(address)));

        Assert.Equal(("EngineAddressInvalid", FailureCategory.InvalidArgument), (failure.ErrorId, failure.Category));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://engine.example", "engine.example")]
    [InlineData("ssh://me@engine.example:2222", "-l me -p 2222 engine.example")]
    public void What_a_user_would_type_is_told(string address, string destination) => Assert.Equal(destination, SshTarget.From(new Uri(address)).Destination);
}
