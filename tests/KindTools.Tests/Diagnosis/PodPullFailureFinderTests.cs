using System.Text.Json;
using System.Text.Json.Nodes;
using KindTools.Core.Clusters;
using KindTools.Core.Diagnosis;
using KindTools.Tests.Clusters;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Diagnosis;

public class PodPullFailureFinderTests : ApiTest
{
    private static readonly ListScope Scope = new("main1", LabelSelector: "app=pi");

    private readonly RecordingLog _log = new();

    [Fact]
    public async Task Without_the_right_to_read_events_and_owners_the_status_has_to_do()
    {
        var connection = await ConnectAsync((path, _) => path.Contains("/pods?", StringComparison.Ordinal) ? Pods("story-err", "recovered") : FakeAnswer.Refusal(403, "no"));

        var failure = Assert.Single(await FindAsync(connection));

        Assert.Equal((PodPullFailureCause.RegistryNoSuchHost, "Job/pi", null), (failure.Cause, failure.Controller!.ToString(), failure.Tries));
        Assert.Empty(_log.Errors);
        Assert.Equal(2, _log.Verboses.Count);
        Assert.StartsWith("/api/v1/namespaces/main1/pods?labelSelector=app=pi&fieldSelector=status.phase!=Succeeded", Server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_chain_of_owners_ends_at_the_controller_with_its_template_and_manager()
    {
        var connection = await ConnectAsync((path, _) =>
            path.Contains("/pods?", StringComparison.Ordinal) ? Pods("deployment")
            : path.Contains("/events?", StringComparison.Ordinal) ? new FakeAnswer("""{"metadata":{},"items":[]}""")
            : path.EndsWith("/deployments/web", StringComparison.Ordinal)
                ? new FakeAnswer("""{"metadata":{"name":"web","annotations":{"meta.helm.sh/release-name":"shop"}},"spec":{"template":{"spec":{"containers":[{"name":"web","image":"app","imagePullPolicy":"IfNotPresent"}]}}}}""")
            : new FakeAnswer("""{"metadata":{"name":"web-1","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","uid":"9","controller":true}]},"spec":{}}"""));

        var failure = Assert.Single(await FindAsync(connection));

        Assert.Equal(["ReplicaSet", "Deployment"], failure.Owners.Select(owner => owner.Kind));
        Assert.Equal((PullPolicy.IfNotPresent, "Helm"), (failure.TemplatePolicy, failure.ManagedBy));
    }

    [Theory]
    [InlineData("pi", 1, 0)]
    [InlineData("PI-*", 1, 0)]
    [InlineData("other*", 0, 0)]
    [InlineData("other", 0, 1)]
    public async Task Names_are_those_of_pods_and_of_what_they_belong_to(string name, int found, int errors)
    {
        var connection = await ConnectAsync((path, _) => path.Contains("/pods?", StringComparison.Ordinal) ? Pods("story-err") : FakeAnswer.Refusal(403, "no"));

        Assert.Equal(found, (await FindAsync(connection, name)).Count);
        Assert.Equal(errors, _log.Errors.Count(error => error.ErrorId == "PodNotFound"));
    }

    [Fact]
    public async Task Watching_tells_a_failure_once_however_the_kubelet_waits_and_when_its_pod_is_gone()
    {
        var waiting = JsonNode.Parse(Pod("story-err"))!;
        waiting["status"]!["containerStatuses"]![0]!["state"]!["waiting"] = JsonNode.Parse("""{"reason":"ImagePullBackOff","message":"Back-off pulling image \"resouer/ubuntu-bc:latest\""}""");
        var connection = await ConnectAsync((path, _) =>
            path.Contains("watch=true", StringComparison.Ordinal) ? new FakeAnswer(Change("ADDED", Pod("story-err")) + Change("MODIFIED", waiting.ToJsonString()) + Change("DELETED", waiting.ToJsonString()))
            : path.Contains("/pods?", StringComparison.Ordinal) ? Pods()
            : FakeAnswer.Refusal(403, "no"));

        var told = new List<PodPullFailure>();
        await foreach (var failure in new PodPullFailureWatcher(connection, _log).WatchAsync([], Scope, TestContext.Current.CancellationToken))
        {
            told.Add(failure);
            if (told.Count == 2) break;
        }

        Assert.Equal([false, true], told.Select(failure => failure.IsResolved));
        Assert.All(told, failure => Assert.Equal(PodPullFailureCause.RegistryNoSuchHost, failure.Cause));
    }

    private Task<IReadOnlyList<PodPullFailure>> FindAsync(ClusterConnection connection, params string[] names) =>
        new PodPullFailureFinder(connection, _log).FindAsync(new PodPullFailureQuery(Kind.Patterns(names), [Scope], Expand: false), TestContext.Current.CancellationToken);

    private static FakeAnswer Pods(params string[] captured) =>
        new($$"""{"metadata":{"resourceVersion":"100"},"items":[{{string.Join(',', captured.Select(Pod))}}]}""");

    private static string Pod(string captured)
    {
        using var document = JsonDocument.Parse(Captured.Text($"pods/{captured}.json"));
        return JsonSerializer.Serialize(document.RootElement.GetProperty("pod"));
    }

    private static string Change(string type, string pod) => $$"""{"type":"{{type}}","object":{{pod}}}""" + "\n";
}
