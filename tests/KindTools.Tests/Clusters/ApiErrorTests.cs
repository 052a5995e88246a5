using System.Net;
using System.Net.Sockets;
using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;
using k8s.KubeConfigModels;

namespace KindTools.Tests.Clusters;

public class ApiErrorTests : ApiTest
{
    private const string Denial = "pods is forbidden: User \\\"jane\\\" cannot list resource \\\"pods\\\" in API group \\\"\\\" in the namespace \\\"shop\\\"";

    [Theory]
    [InlineData(401, "Unauthorized", "ApiServerUnauthorized", "Log in to the cluster anew")]
    [InlineData(403, Denial, "ApiServerForbidden", "You may not list pods in namespace 'shop' at the API server of context 'test'")]
    [InlineData(403, Denial, "ApiServerForbidden", "User \"jane\" cannot list resource")]
    [InlineData(404, "the server could not find the requested resource", "ApiObjectNotFound", "list pods in namespace 'shop'")]
    [InlineData(400, "unable to parse requirement", "ApiServerRefused", "It says: unable to parse requirement")]
    [InlineData(422, "Job \\\"pi\\\" is invalid: spec.template: Invalid value: core.PodTemplateSpec{Env:[]core.EnvVar{core.EnvVar{Name:\\\"A\\\", Value:\\\"s3cret\\\"}}}: field is immutable", "ApiServerRefused", "spec.template: Invalid value: …: field is immutable")]
    [InlineData(422, "spec.template: Invalid value: {\\\"env\\\":[{\\\"value\\\":\\\"s3cret\\\"}]}: field is immutable", "ApiServerRefused", "Invalid value: …: field is immutable")]
    public async Task An_answer_is_an_error_that_says_what_to_do(int status, string message, string errorId, string words)
    {
        var connection = await ConnectAsync(FakeAnswer.Refusal(status, message));

        var failure = await FailsAsync(connection, new ListScope("shop"));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(Pauses);
    }

    [Fact]
    public async Task Nothing_is_shown_of_an_answer_that_is_no_Status()
    {
        var connection = await ConnectAsync(new FakeAnswer("your token s3cret is bad", 401));

        Assert.DoesNotContain("s3cret", (await FailsAsync(connection)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_said_with_the_address_and_without_the_password_in_it()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));
        var config = server.Kubeconfig();
        config.Clusters.Single().ClusterEndpoint.Server = $"http://joe:s3cret@127.0.0.1:{port}";

        var failure = await FailsToConnectAsync(config);
        Assert.Equal("ApiServerNotReachable", failure.ErrorId);
        Assert.Contains($"http://127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_cluster_that_does_not_answer_is_looked_at_with_our_own_cmdlet()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));
        var config = server.Kubeconfig();
        server.Dispose();

        var failure = await Assert.ThrowsAsync<KindToolsException>(() =>
            ClusterConnection.ConnectAsync(config, "test", [Kind.Node(cluster: "dev")], new FakeEngine(), TestContext.Current.CancellationToken));
        Assert.Contains("'Get-KindCluster dev'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""), tls: true);

        var failure = await FailsToConnectAsync(server.Kubeconfig());
        Assert.Equal("ApiServerNotTrusted", failure.ErrorId);
        Assert.Contains("the cluster was made anew", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_need_not_be_good_where_the_kubeconfig_says_so()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods("a"), tls: true);
        var config = server.Kubeconfig();
        config.Clusters.Single().ClusterEndpoint.SkipTlsVerify = true;

        using var connection = await ClusterConnection.ConnectAsync(config, "test", [], engine: null, TestContext.Current.CancellationToken);
        Assert.Equal("a", await NamesAsync(connection));
        Assert.Equal("v1.34.0", connection.ServerVersion);
    }

    [Fact]
    public async Task A_user_without_credentials_is_allowed_as_behind_a_proxy()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods("a"));

        using var connection = await ClusterConnection.ConnectAsync(server.Kubeconfig(new UserCredentials()), "test", [], engine: null, TestContext.Current.CancellationToken);
        Assert.Equal("a", await NamesAsync(connection));
        Assert.DoesNotContain(server.Heads, head => head.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_context_without_a_cluster_cannot_be_used()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));
        var config = server.Kubeconfig();
        config.Clusters = [];

        Assert.Equal("KubeconfigInvalid", (await FailsToConnectAsync(config)).ErrorId);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_not_shown()
    {
        using var server = new FakeApiServer((_, _) => FakeAnswer.Pods(""));

        var failure = await FailsToConnectAsync(server.Kubeconfig(new UserCredentials { ClientCertificateData = "bm90aGluZw==", ClientKeyData = "s3cret=" }));
        Assert.Equal("KubeconfigInvalid", failure.ErrorId);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    private static Task<KindToolsException> FailsToConnectAsync(K8SConfiguration config) => Assert.ThrowsAsync<KindToolsException>(() =>
        ClusterConnection.ConnectAsync(config, "test", [], engine: null, TestContext.Current.CancellationToken));
}
