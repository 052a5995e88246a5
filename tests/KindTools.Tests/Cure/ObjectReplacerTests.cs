using System.Text.Json.Nodes;
using KindTools.Core.Clusters;
using KindTools.Core.Cure;
using KindTools.Tests.Clusters;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Cure;

/// <summary>Between the deletion of an object and its creation anything may happen, and the object must not be lost.</summary>
public class ObjectReplacerTests : ApiTest
{
    private const string Path = "/apis/batch/v1/namespaces/shop/jobs/pi";
    private const string Delete = "DELETE " + Path;
    private const string Create = "POST /apis/batch/v1/namespaces/shop/jobs?fieldManager=KindTools";

    private static readonly ApiObjectName Name = new("batch/v1", "Job", "shop", "pi");
    private static readonly FakeAnswer There = new("""{"metadata":{"name":"pi","uid":"1"}}""");
    private static readonly FakeAnswer Ending = new("""{"metadata":{"name":"pi","uid":"1","deletionTimestamp":"2026-01-02T03:04:05Z"}}""");
    private static readonly FakeAnswer Other = new("""{"metadata":{"name":"pi","uid":"2"}}""");
    private static readonly FakeAnswer Done = new("{}");
    private static readonly FakeAnswer Absent = FakeAnswer.Refusal(404, "jobs.batch \\\"pi\\\" not found");
    private static readonly FakeAnswer Broken = new("{", Missing: 9);
    private static readonly FakeAnswer Denied = FakeAnswer.Refusal(401, "Unauthorized");

    [Fact]
    public async Task It_is_deleted_by_its_uid_and_created_when_it_is_gone()
    {
        await ReplaceAsync(Done, Ending, Ending, Absent, Done);

        Assert.Equal([Delete, Path, Path, Path, Create], Server.Requests);
        Assert.Contains("\"preconditions\":{\"uid\":\"1\"}", Server.Bodies[0], StringComparison.Ordinal);
        Assert.Equal("""{"metadata":{"name":"pi"}}""", Server.Bodies[1]);
    }

    [Fact]
    public async Task Another_that_took_its_name_is_not_waited_for()
    {
        // An operator was faster; the server says so, and nothing is overwritten.
        var failure = await LosesAsync("RepairNotCreated", Done, Other, FakeAnswer.Refusal(409, "already exists"));

        Assert.Contains("already exists", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_a_rest_gets_it()
    {
        await ReplaceAsync(FakeAnswer.Refusal(429, "slow down", "Retry-After: 3\r\n"), Done, Absent, FakeAnswer.Refusal(429, "slow down", "Retry-After: 2\r\n"), Done);

        Assert.Equal([Delete, Delete, Path, Create, Create], Server.Requests);
        Assert.Equal(Server.Bodies[2], Server.Bodies[3]);
        Assert.Equal([3, 2], Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task Nothing_is_done_to_an_object_that_the_server_refuses_to_delete()
    {
        var failure = await FailsAsync(FakeAnswer.Refusal(403, "no"));

        Assert.Equal("ApiServerForbidden", failure.ErrorId);
        Assert.Equal([Delete], Server.Requests);
    }

    [Fact]
    public async Task A_deletion_without_an_answer_is_looked_after()
    {
        await ReplaceAsync(Broken, Broken, Ending, Absent, Done);
        Assert.Equal([Delete, Path, Path, Path, Create], Server.Requests);

        Assert.Equal("ApiServerNotReachable", (await FailsAsync(Broken, There)).ErrorId);
        Assert.Equal([Delete, Path], Server.Requests);
    }

    [Fact]
    public async Task A_creation_without_an_answer_is_tried_again_and_may_have_come_through()
    {
        await ReplaceAsync(Done, Absent, Broken, FakeAnswer.Refusal(503, "etcd"), FakeAnswer.Refusal(409, "already exists"));

        Assert.Equal(3, Server.Requests.Count(path => path == Create));
    }

    [Theory]
    [InlineData("RepairNotCreated", "refused")]
    [InlineData("RepairNotCreated", "signed out")]
    [InlineData("RepairNotCreated", "gone after the deletion")]
    [InlineData("RepairNotDeleted", "gone with the deletion")]
    [InlineData("RepairNotDeleted", "signed out with the deletion")]
    public async Task What_cannot_be_created_is_handed_to_the_user(string errorId, string how)
    {
        FakeAnswer[] answers = how switch
        {
            "refused" => [Done, Absent, FakeAnswer.Refusal(422, "spec.template is invalid")],
            "signed out" => [Done, Denied],
            "gone after the deletion" => [Done, Absent, .. Enumerable.Repeat(Broken, 5)],
            "gone with the deletion" => [.. Enumerable.Repeat(Broken, 6)],
            _ => [Broken, Denied],
        };

        var failure = await LosesAsync(errorId, answers);

        Assert.Equal(answers.Length, Server.Requests.Count);
        Assert.Contains("kubectl create", failure.Message, StringComparison.Ordinal);
    }

    private async Task<KindToolsException> LosesAsync(string errorId, params FakeAnswer[] answers)
    {
        var failure = await FailsAsync(answers);
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal("pi", JsonNode.Parse((string)failure.Target!)!["metadata"]!["name"]!.GetValue<string>());
        return failure;
    }

    private Task<KindToolsException> FailsAsync(params FakeAnswer[] answers) => Assert.ThrowsAsync<KindToolsException>(() => ReplaceAsync(answers));

    private async Task ReplaceAsync(params FakeAnswer[] answers)
    {
        var connection = await ConnectAsync(answers);
        await new ObjectReplacer(new ApiObjects(connection), connection.Pause).ReplaceAsync(
            Name, JsonNode.Parse(There.Body)!.AsObject(), JsonNode.Parse("""{"metadata":{"name":"pi"}}""")!.AsObject(), TestContext.Current.CancellationToken);
    }
}
