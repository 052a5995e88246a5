using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;
using k8s.KubeConfigModels;

namespace KindTools.Tests.Clusters;

public sealed class CredentialPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_token_is_sent_and_a_new_one_when_it_expires()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin is a shell script.");
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));
        var count = Path.Combine(_folder.Path, "count");
        var script = $$$"""
            echo . >> '{{{count}}}'
            n=$(wc -l < '{{{count}}}')
            printf '{"kind":"ExecCredential","status":{"token":"%s-%s-%s","expirationTimestamp":"2020-01-01T00:00:00Z"}}' "$1" "$TEAM" $n
            """;
        var plugin = new ExternalExecution
        {
            ApiVersion = "client.authentication.k8s.io/v1",
            Command = "/bin/sh",
            Arguments = ["-c", script, "plugin", "two words"],
            EnvironmentVariables = [new() { ["name"] = "TEAM", ["value"] = "blue" }],
        };

        using var connection = await ClusterConnection.ConnectAsync(server.Kubeconfig(new UserCredentials { ExternalExecution = plugin }), "test", [], engine: null, TestContext.Current.CancellationToken);

        Assert.Contains("Authorization: Bearer two words-blue-2", Assert.Single(server.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_installed_is_named_with_the_hint_that_comes_with_it()
    {
        var failure = await FailsAsync("no-such-plugin", "brew install no-such-plugin");

        Assert.Equal("CredentialPluginNotFound", failure.ErrorId);
        Assert.Contains("'no-such-plugin'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("brew install no-such-plugin", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo s3cret; echo 's3cret is no token' >&2; exit 3", "ended with 3")]
    [InlineData("echo '{\"token\": \"s3cret\"}'", "gave no ExecCredential")]
    [InlineData("echo s3cret", "gave no ExecCredential")]
    [InlineData("echo '{\"status\": {\"clientKeyData\": \"s3cret\"}}'", "gave neither a token nor a certificate")]
    public async Task One_that_fails_is_told_without_anything_that_it_printed(string script, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin is a shell script.");

        var failure = await FailsAsync("/bin/sh", hint: null, "-c", script);

        Assert.Equal("CredentialPluginFailed", failure.ErrorId);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    private static async Task<KindToolsException> FailsAsync(string command, string? hint, params string[] arguments)
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));
        var plugin = new ExternalExecution { ApiVersion = "client.authentication.k8s.io/v1", Command = command, Arguments = arguments, InstallHint = hint };
        var failure = await Assert.ThrowsAsync<KindToolsException>(() => ClusterConnection.ConnectAsync(
            server.Kubeconfig(new UserCredentials { ExternalExecution = plugin }), "test", [], engine: null, TestContext.Current.CancellationToken));
        Assert.Empty(server.Heads);
        return failure;
    }
}
