using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;
using k8s.Models;

namespace KindTools.Tests.Clusters;

public class ListTests : ApiTest
{
    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a b", next: "two"), FakeAnswer.Pods("c", next: "three"), FakeAnswer.Pods("d"));

        Assert.Equal("a b c d", await NamesAsync(connection));
        Assert.Equal(["/api/v1/pods?limit=500", "/api/v1/pods?limit=500&continue=two", "/api/v1/pods?limit=500&continue=three"], Server.Requests);
    }

    [Fact]
    public async Task Nothing_is_asked_for_that_nobody_wants_to_see()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a b", next: "two"));

        await foreach (var pod in connection.ListAsync<V1Pod>(new ListScope(), TestContext.Current.CancellationToken))
        {
            if (pod.Metadata.Name == "b") break;
        }

        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task The_server_is_told_the_namespace_and_the_selectors()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods(""));

        Assert.Equal("", await NamesAsync(connection, new ListScope("shop", "app in (a,b)", "spec.nodeName=worker")));
        Assert.Equal(["/api/v1/namespaces/shop/pods?labelSelector=app in (a,b)&fieldSelector=spec.nodeName=worker&limit=500"], Server.Requests);
    }

    [Fact]
    public async Task Groups_have_their_own_path()
    {
        var connection = await ConnectAsync(new FakeAnswer("""{"metadata":{},"items":[]}"""));

        await foreach (var _ in connection.ListAsync<V1Deployment>(new ListScope("shop"), TestContext.Current.CancellationToken)) Assert.Fail("There is none.");
        Assert.Equal(["/apis/apps/v1/namespaces/shop/deployments?limit=500"], Server.Requests);
    }

    [Fact]
    public async Task Who_set_which_field_is_not_kept()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a"));

        await foreach (var pod in connection.ListAsync<V1Pod>(new ListScope(), TestContext.Current.CancellationToken))
        {
            Assert.Null(pod.Metadata.ManagedFields);
            Assert.Equal("app:dev", Assert.Single(pod.Spec.Containers).Image);
        }
    }

    [Fact]
    public async Task A_forgotten_list_begins_anew_and_gives_nothing_out_twice()
    {
        var connection = await ConnectAsync(
            FakeAnswer.Pods("a b c", next: "two"),
            FakeAnswer.Gone,
            FakeAnswer.Pods("a aa c", next: "other"), // b has gone, aa has come
            FakeAnswer.Pods("d"));

        Assert.Equal("a b c d", await NamesAsync(connection));
        Assert.Equal("/api/v1/pods?limit=500", Server.Requests[2]);
    }

    [Fact]
    public async Task A_server_that_always_forgets_is_given_up()
    {
        var connection = await ConnectAsync((path, _) => path.Contains("continue", StringComparison.Ordinal) ? FakeAnswer.Gone : FakeAnswer.Pods("a", next: "two"));

        Assert.Equal("ApiServerRefused", (await FailsAsync(connection)).ErrorId);
        Assert.Equal(8, Server.Requests.Count);
    }

    [Fact]
    public async Task A_page_that_breaks_off_is_asked_for_again()
    {
        var connection = await ConnectAsync(
            FakeAnswer.Pods("a", next: "two"),
            FakeAnswer.Pods("b") with { Missing = 100 },
            new FakeAnswer("""{"metadata":{},"items":[{"meta"""),
            FakeAnswer.Pods("b"));

        Assert.Equal("a b", await NamesAsync(connection));
    }

    [Theory]
    [InlineData(429, 1)]
    [InlineData(503, 7)]
    public async Task A_busy_server_is_left_alone_for_as_long_as_it_says(int status, int seconds)
    {
        var connection = await ConnectAsync(FakeAnswer.Refusal(status, "slow down", $"Retry-After: {seconds}\r\n"), FakeAnswer.Pods("a"));

        Assert.Equal("a", await NamesAsync(connection));
        Assert.Equal([TimeSpan.FromSeconds(seconds)], Pauses);
    }

    [Fact]
    public async Task A_server_that_wants_a_long_rest_is_not_waited_for()
    {
        var connection = await ConnectAsync(FakeAnswer.Refusal(429, "come back tomorrow", "Retry-After: 3600\r\n"));

        var failure = await FailsAsync(connection);
        Assert.Equal("ApiServerBusy", failure.ErrorId);
        Assert.Contains("come back tomorrow", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Pauses);
    }

    [Fact]
    public async Task A_server_that_stays_ill_is_tried_five_times_with_growing_pauses()
    {
        var connection = await ConnectAsync((_, _) => FakeAnswer.Refusal(500, "etcdserver: leader changed"));

        var failure = await FailsAsync(connection);
        Assert.Equal("ApiServerBusy", failure.ErrorId);
        Assert.Contains("etcdserver: leader changed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, Server.Requests.Count);
        Assert.Equal([200, 400, 800, 1600], Pauses.Select(pause => pause.TotalMilliseconds));
    }

    [Fact]
    public async Task What_does_not_come_from_an_API_server_is_said_to_be_so()
    {
        var connection = await ConnectAsync((_, _) => new FakeAnswer("<html>Welcome to nginx</html>"));

        var failure = await FailsAsync(connection);
        Assert.Equal("ApiAnswerInvalid", failure.ErrorId);
        Assert.DoesNotContain("nginx", failure.Message, StringComparison.Ordinal);
    }
}
