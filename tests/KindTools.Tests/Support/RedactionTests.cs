using KindTools.Core.Support;

namespace KindTools.Tests.Support;

public class RedactionTests
{
    [Theory]
    [InlineData("/home/ann/.docker/run/docker.sock", "~/.docker/run/docker.sock")]
    [InlineData("unix:///home/ann/.rd/docker.sock (DOCKER_HOST)", "unix://~/.rd/docker.sock (DOCKER_HOST)")]
    [InlineData("the folder '/home/ann'.", "the folder '~'.")]
    [InlineData("/home/anna/x", "~/x")]
    [InlineData("/home/bob/src and /Users/carol/src", "~/src and ~/src")]
    [InlineData(@"C:\Users\dave\Modules\KindTools", @"~\Modules\KindTools")]
    [InlineData("C:/Users/dave/x", "~/x")]
    [InlineData("/var/home/eve/x, but /homework/x", "~/x, but /homework/x")]
    [InlineData("tcp://me:hunter2@192.0.2.1:2375", "tcp://192.0.2.1:2375")]
    [InlineData("ssh://me@engine.example", "ssh://engine.example")]
    [InlineData("https://engine.example/v2/?token=abc&x=y: refused", "https://engine.example/v2/ refused")]
    [InlineData("Authorization: Bearer abcdef0123456789", "Authorization: Bearer (removed)")]
    [InlineData("Authorization: Basic bWU6aHVudGVyMg==", "Authorization: Basic (removed)")]
    [InlineData("token eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl!", "token (removed)!")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\nrest", "(removed)\nrest")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIB", "(removed)")]
    [InlineData("Docker 28.5.2 (API 1.51, linux/amd64)", "Docker 28.5.2 (API 1.51, linux/amd64)")]
    public void What_is_not_for_the_public_is_taken_out(string text, string expected) =>
        Assert.Equal(expected, new Redaction("/home/ann").Apply(text));

    [Theory]
    [InlineData("/root", "/root/.kube/config", "~/.kube/config")]
    [InlineData("/root", "/rootfs/x", "/rootfs/x")]
    [InlineData("/root", "ssh://root@engine.example", "ssh://engine.example")]
    [InlineData("/root", "ssh://root/run/docker.sock and unix:///root/docker.sock", "ssh://root/run/docker.sock and unix://~/docker.sock")]
    [InlineData("/", "/var/run/docker.sock", "/var/run/docker.sock")]
    [InlineData("", "/var/run/docker.sock", "/var/run/docker.sock")]
    [InlineData(@"D:\me\", @"D:\me\.docker", @"~\.docker")]
    public void The_home_folder_may_be_anywhere(string home, string text, string expected) =>
        Assert.Equal(expected, new Redaction(home).Apply(text));
}
