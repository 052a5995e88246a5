using KindTools.Core.Clusters;
using KindTools.Tests.Fakes;
using k8s.Models;

namespace KindTools.Tests.Clusters;

public class WatchTests : ApiTest
{
    [Fact]
    public async Task A_watch_is_a_list_and_then_what_changes()
    {
        var connection = await ConnectAsync(
            FakeAnswer.Pods("a", next: "two"), FakeAnswer.Pods("b"), FakeAnswer.Changes("ADDED c 101", "MODIFIED a 102", "DELETED b 103"));

        Assert.Equal("Listing, Listed a, Listed b, ListComplete, Added c, Modified a, Deleted b", await WatchAsync(connection, 7));
        Assert.Equal("/api/v1/namespaces/shop/pods?watch=true&allowWatchBookmarks=true&resourceVersion=100&timeoutSeconds=290", Server.Requests[2]);
    }

    [Fact]
    public async Task It_goes_on_from_where_it_was_when_the_server_ends_it()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a"), FakeAnswer.Changes("MODIFIED a 101", "BOOKMARK x 205"), FakeAnswer.Changes("MODIFIED a 206"));

        Assert.Equal("Listing, Listed a, ListComplete, Modified a, Modified a", await WatchAsync(connection, 5));
        Assert.Contains("resourceVersion=205", Server.Requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_when_the_connection_breaks_in_the_middle_of_a_line()
    {
        var whole = FakeAnswer.Changes("MODIFIED a 101", "MODIFIED b 102");
        var connection = await ConnectAsync(FakeAnswer.Pods("a b"), whole with { Body = whole.Body[..^40], Missing = 40 }, FakeAnswer.Changes("MODIFIED b 102"));

        Assert.Equal("Listing, Listed a, Listed b, ListComplete, Modified a, Modified b", await WatchAsync(connection, 6));
        Assert.Contains("resourceVersion=101", Server.Requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lists_anew_when_the_server_says_in_the_stream_that_it_has_forgotten()
    {
        var connection = await ConnectAsync(
            FakeAnswer.Pods("a"), FakeAnswer.Changes("ERROR"), FakeAnswer.Pods("b", version: "300"), FakeAnswer.Changes("MODIFIED b 301"));

        Assert.Equal("Listing, Listed a, ListComplete, Listing, Listed b, ListComplete, Modified b", await WatchAsync(connection, 7));
        Assert.Contains("resourceVersion=300", Server.Requests[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_lists_anew_when_the_server_refuses_the_position()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a"), FakeAnswer.Gone, FakeAnswer.Pods("b"), FakeAnswer.Changes("MODIFIED b 301"));

        Assert.Equal("Listing, Listed a, ListComplete, Listing, Listed b, ListComplete, Modified b", await WatchAsync(connection, 7));
    }

    [Fact]
    public async Task It_lists_anew_when_the_server_forgets_in_the_middle_of_the_list()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a", next: "two"), FakeAnswer.Gone, FakeAnswer.Pods("a b"), FakeAnswer.Changes("MODIFIED b 301"));

        Assert.Equal("Listing, Listed a, Listing, Listed a, Listed b, ListComplete, Modified b", await WatchAsync(connection, 7));
    }

    [Fact]
    public async Task Streams_that_end_at_once_do_not_make_it_spin()
    {
        var connection = await ConnectAsync(FakeAnswer.Pods("a"), FakeAnswer.Changes(), FakeAnswer.Changes(), FakeAnswer.Changes("MODIFIED a 101"));

        Assert.Equal("Listing, Listed a, ListComplete, Modified a", await WatchAsync(connection, 4));
        Assert.Equal([1, 1], Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task It_goes_on_when_the_server_is_back_before_a_minute_is_over()
    {
        var connection = await ConnectAsync((path, number) =>
            !path.Contains("watch", StringComparison.Ordinal) ? FakeAnswer.Pods("a") : number < 10 ? FakeAnswer.Refusal(503, "starting") : FakeAnswer.Changes("MODIFIED a 101"));

        Assert.Equal("Listing, Listed a, ListComplete, Modified a", await WatchAsync(connection, 4));
        Assert.InRange(Pauses.Sum(pause => pause.TotalSeconds), 30, 60);
    }

    [Fact]
    public async Task It_fails_when_the_server_stays_away()
    {
        var connection = await ConnectAsync((path, _) => path.Contains("watch", StringComparison.Ordinal) ? FakeAnswer.Refusal(503, "shutting down") : FakeAnswer.Pods("a"));

        var failure = await Assert.ThrowsAsync<KindToolsException>(() => WatchAsync(connection, 4));
        Assert.Equal("ApiServerBusy", failure.ErrorId);
        Assert.Contains("watch pods in namespace 'shop'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(12, Server.Requests.Count(path => path.Contains("watch", StringComparison.Ordinal)));
    }

    private static async Task<string> WatchAsync(ClusterConnection connection, int steps)
    {
        var seen = new List<string>();
        await foreach (var change in connection.WatchAsync<V1Pod>(new ListScope("shop"), TestContext.Current.CancellationToken))
        {
            seen.Add($"{change.Kind} {change.Object?.Metadata.Name}".TrimEnd());
            if (seen.Count == steps) break;
        }

        return string.Join(", ", seen);
    }
}
