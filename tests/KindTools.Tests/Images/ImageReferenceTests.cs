using KindTools.Core.Images;

namespace KindTools.Tests.Images;

/// <summary>The cases are those of github.com/distribution/reference, and a few of containerd's and Kubernetes' own.</summary>
public class ImageReferenceTests
{
    private const string Sha256 = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    private const string Identifier = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";

    public static TheoryData<string, string, string, string?, string?> References { get; } = new()
    {
        // one word: Docker Hub's official images; a port needs a path behind it, else it is a tag
        { "ubuntu", "docker.io", "library/ubuntu", null, null },
        { "ubuntu:24.04", "docker.io", "library/ubuntu", "24.04", null },
        { "test_com", "docker.io", "library/test_com", null, null },
        { "test.com:tag", "docker.io", "library/test.com", "tag", null },
        { "test.com:5000", "docker.io", "library/test.com", "5000", null },
        { "foo_bar.com:8080", "docker.io", "library/foo_bar.com", "8080", null },
        { "192.168.1.1", "docker.io", "library/192.168.1.1", null, null },
        { "192.168.1.1:tag", "docker.io", "library/192.168.1.1", "tag", null },
        { "192.168.1.1:5000", "docker.io", "library/192.168.1.1", "5000", null },
        { "lowercase:Uppercase", "docker.io", "library/lowercase", "Uppercase", null },
        { "localhost", "docker.io", "library/localhost", null, null },
        { "localhost:5000", "docker.io", "library/localhost", "5000", null },

        // a first component is a registry when it has a dot or a colon, is localhost, or has a capital letter
        { "docker/migrator", "docker.io", "docker/migrator", null, null },
        { "test_com/foo", "docker.io", "test_com/foo", null, null },
        { "domain/library/app", "docker.io", "domain/library/app", null, null },
        { "test.com/repo:tag", "test.com", "repo", "tag", null },
        { "test:5000/repo", "test:5000", "repo", null, null },
        { "test:5000/repo:tag", "test:5000", "repo", "tag", null },
        { "test-com:8080/foo", "test-com:8080", "foo", null, null },
        { "localhost/debian", "localhost", "debian", null, null },
        { "localhost/library/debian", "localhost", "library/debian", null, null },
        { "LOCALDOMAIN/fooo/bar", "LOCALDOMAIN", "fooo/bar", null, null },
        { "Foo/bar", "Foo", "bar", null, null },
        { "FOO/bar", "FOO", "bar", null, null },
        { "Uppercase/lowercase:tag", "Uppercase", "lowercase", "tag", null },
        { "sub-dom1.foo.com/bar/baz/quux:some-long-tag", "sub-dom1.foo.com", "bar/baz/quux", "some-long-tag", null },
        { "b.gcr.io/test.example.com/my-app:test.example.com", "b.gcr.io", "test.example.com/my-app", "test.example.com", null },
        { "xn--n3h.com/myimage:xn--n3h.com", "xn--n3h.com", "myimage", "xn--n3h.com", null },
        { "xn--n3h.com:18080/foo", "xn--n3h.com:18080", "foo", null, null },
        { "192.168.1.1/repo", "192.168.1.1", "repo", null, null },
        { "192.168.1.1:5000/repo:5050", "192.168.1.1:5000", "repo", "5050", null },
        { "gcr.io/library/busybox", "gcr.io", "library/busybox", null, null },
        { "example.com/some_separator__underscore/myimage", "example.com", "some_separator__underscore/myimage", null, null },

        // IPv6
        { "[2001:db8::1]/repo", "[2001:db8::1]", "repo", null, null },
        { "[2001:db8:1:2:3:4:5:6]/repo:tag", "[2001:db8:1:2:3:4:5:6]", "repo", "tag", null },
        { "[2001:db8::1]:5000/repo:tag", "[2001:db8::1]:5000", "repo", "tag", null },
        { "[2001:db8::]:5000/repo", "[2001:db8::]:5000", "repo", null, null },
        { "[::1]:5000/repo", "[::1]:5000", "repo", null, null },

        // Docker Hub by its names
        { "docker.io/debian", "docker.io", "library/debian", null, null },
        { "docker.io/library/debian", "docker.io", "library/debian", null, null },
        { "docker.io/library/foo/bar", "docker.io", "library/foo/bar", null, null },
        { "docker.io/store/foo/bar", "docker.io", "store/foo/bar", null, null },
        { "index.docker.io/debian", "docker.io", "library/debian", null, null },
        { "index.docker.io/library/ubuntu-12.04-base", "docker.io", "library/ubuntu-12.04-base", null, null },
        { "index.docker.io/fooo/bar", "docker.io", "fooo/bar", null, null },
        { "registry-1.docker.io/debian", "registry-1.docker.io", "debian", null, null },

        // names
        { "docker-rules/docker", "docker.io", "docker-rules/docker", null, null },
        { "docker---rules/docker", "docker.io", "docker---rules/docker", null, null },
        { "dock__er/docker", "docker.io", "dock__er/docker", null, null },
        { "jess/t", "docker.io", "jess/t", null, null },
        { "thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev", "docker.io", "library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev", null, null },
        { "docker.io/" + Identifier, "docker.io", "library/" + Identifier, null, null },
        { Identifier[1..], "docker.io", "library/" + Identifier[1..], null, null },
        { Identifier + ":tag", "docker.io", "library/" + Identifier, "tag", null },

        // digests
        { "redis@" + Sha256, "docker.io", "library/redis", null, Sha256 },
        { "busybox:latest@" + Sha256, "docker.io", "library/busybox", "latest", Sha256 },
        { "test:5000/repo@" + Sha256, "test:5000", "repo", null, Sha256 },
        { "test:5000/repo:tag@" + Sha256, "test:5000", "repo", "tag", Sha256 },
        { "xn--7o8h.com/myimage:xn--7o8h.com@" + Sha256, "xn--7o8h.com", "myimage", "xn--7o8h.com", Sha256 },
        { "[2001:db8::1]:5000/repo:tag@" + Sha256, "[2001:db8::1]:5000", "repo", "tag", Sha256 },
        { "app@sha384:" + new string('a', 96), "docker.io", "library/app", null, "sha384:" + new string('a', 96) },
        { "app@sha512:" + new string('0', 128), "docker.io", "library/app", null, "sha512:" + new string('0', 128) },

        // what looks like a bare digest is a repository called sha256
        { Sha256, "docker.io", "library/sha256", Sha256[7..], null },

        // a dot makes the first component look like a registry, but this is no host name: the grammar gives it to the path
        { "foo_bar.com/app", "", "foo_bar.com/app", null, null },
    };

    public static TheoryData<string, string> Invalid { get; } = new()
    {
        { "", "empty" },
        { ":justtag", "has not the form" },
        { "@" + Sha256, "has not the form" },
        { Identifier, "64 hexadecimal digits" },
        { "repo@sha256:" + new string('f', 34), "has 64 hexadecimal digits, not 34" },
        { "repo@sha256:" + new string('f', 31), "has not the form" },
        { "repo@" + Sha256 + "0", "has 64 hexadecimal digits, not 65" },
        { "repo@" + Sha256.ToUpperInvariant(), "'SHA256' is not known" },
        { "repo@sha256:" + new string('F', 64), "lower case" },
        { "validname@invaliddigest:" + new string('f', 64), "'invaliddigest' is not known" },
        { "repo@md5:" + new string('f', 32), "'md5' is not known" },
        { "repo@sha256+b64:" + new string('f', 64), "'sha256+b64' is not known" },
        { "repo@sha256:", "has not the form" },
        { "repo:tag@", "has not the form" },
        { "repo:", "has not the form" },
        { "repo:-tag", "has not the form" },
        { "repo:a b", "has not the form" },
        { "repo:" + new string('t', 129), "has not the form" },
        { "Uppercase:tag", "lower case" },
        { "docker/Docker", "lower case" },
        { "docker.io/docker/Docker", "lower case" },
        { "test:5000/Uppercase/lowercase:tag", "lower case" },
        { "https://github.com/docker/docker", "URL" },
        { " ubuntu", "white space" },
        { "ubuntu\n", "white space" },
        { "aa/asdf$$^/aa", "has not the form" },
        { "${REGISTRY}/app", "has not the form" },
        { "-docker", "has not the form" },
        { "-docker/docker", "has not the form" },
        { "docker-/docker", "has not the form" },
        { "-docker.io/docker/docker", "has not the form" },
        { "docker///docker", "has not the form" },
        { "docker.io/docker///docker", "has not the form" },
        { "docker/", "has not the form" },
        { "/docker", "has not the form" },
        { "____/____", "has not the form" },
        { "_docker/_docker", "has not the form" },
        { "dock..er/docker", "has not the form" },
        { "dock_.er/docker", "has not the form" },
        { "dock-.er/docker", "has not the form" },
        { "example.com/__underscore/myimage", "has not the form" },
        { "example.com/.dots/myimage", "has not the form" },
        { "foo_bar.com:8080/app", "has not the form" },
        { "foo.com:http/bar", "has not the form" },
        { "[2001:db8::1]", "has not the form" },
        { "[2001:db8::1]:5000", "has not the form" },
        { "[fc00::1]:tag", "has not the form" },
        { "fc00::1:5000/debian", "has not the form" },
        { "[fe80::1%eth0]:5000/repo", "has not the form" },
        { "[fe80::1%@invalidzone]:5000/repo", "has not the form" },
        { "[2001:db8:3:4::192.0.2.33]:5000/debian", "has not the form" },
        { "tést/app", "has not the form" },
        { "domain.com/" + new string('a', 256) + ":tag", "256 characters long" },
        { "this_is_not_a_valid_namespace_" + new string('a', 230) + "/docker", "characters long" },
    };

    public static TheoryData<string, string> FamiliarForms { get; } = new()
    {
        { "docker.io/library/ubuntu", "ubuntu" },
        { "docker.io/library/ubuntu:24.04", "ubuntu:24.04" },
        { "busybox:latest@" + Sha256, "busybox:latest@" + Sha256 },
        { "docker.io/library/foo/bar", "library/foo/bar" },
        { "index.docker.io/fooo/bar", "fooo/bar" },
        { "docker.io/other/library", "other/library" },
        { "nonlibrary/ubuntu", "nonlibrary/ubuntu" },
        { "localhost/fooo", "localhost/fooo" },
        { "127.0.0.1:8000/privatebase", "127.0.0.1:8000/privatebase" },
        { "example.com:8000/library/app:1", "example.com:8000/library/app:1" },
        { "Foo/bar", "Foo/bar" },
        { "docker.io/registry.example/app", "docker.io/registry.example/app" },
        { "docker.io/localhost/app:v1", "docker.io/localhost/app:v1" },
        { "docker.io/library/" + Identifier, "docker.io/library/" + Identifier },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void A_reference_is_split_and_normalised(string text, string domain, string path, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((domain, path, tag, digest), (reference.Domain, reference.Path, reference.Tag, reference.Digest));
    }

    [Theory]
    [MemberData(nameof(References))]
    public void The_fully_qualified_and_the_familiar_form_mean_the_same_image(string text, string domain, string path, string? tag, string? digest)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((domain.Length == 0 ? path : $"{domain}/{path}") + (tag is null ? "" : ":" + tag) + (digest is null ? "" : "@" + digest), reference.ToString());
        Assert.Equal(reference, ImageReference.Parse(reference.ToString()));
        Assert.Equal(reference, ImageReference.Parse(reference.Familiar));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void What_is_no_reference_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(ImageReference.TryParse(text, out var reference, out var reason));
        Assert.Null(reference);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.Equal(reason, Assert.Throws<FormatException>(() => ImageReference.Parse(text)).Message);
    }

    [Theory]
    [MemberData(nameof(FamiliarForms))]
    public void The_familiar_form_leaves_out_what_Docker_leaves_out_and_what_can_be(string text, string familiar) =>
        Assert.Equal(familiar, ImageReference.Parse(text).Familiar);

    [Theory]
    [InlineData("busybox", "docker.io/library/busybox:latest")]
    [InlineData("busybox:1.36", "docker.io/library/busybox:1.36")]
    [InlineData("busybox@" + Sha256, "docker.io/library/busybox@" + Sha256)]
    [InlineData("busybox:1.36@" + Sha256, "docker.io/library/busybox:1.36@" + Sha256)]
    [InlineData("gcr.io/library/busybox", "gcr.io/library/busybox:latest")]
    public void The_default_tag_is_added_only_to_a_bare_name(string text, string expected) =>
        Assert.Equal(expected, ImageReference.Parse(text).WithDefaultTag().ToString());

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void The_path_may_have_255_characters_whatever_the_registry_is_called(int length, bool valid) =>
        Assert.Equal(valid, ImageReference.TryParse($"example.com/{new string('a', length)}:tag", out _, out _));

    [Fact]
    public void A_hostile_text_is_judged_in_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("a-a.", 50_000)) + "!/app";

        Assert.False(ImageReference.TryParse(text, out _, out _));
    }
}
