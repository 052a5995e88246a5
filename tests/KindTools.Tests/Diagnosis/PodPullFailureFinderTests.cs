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
    [InlineData("StatefulSet", "db-1", "db-1")]
    [InlineData("DaemonSet", "1", "db-1")]
    [InlineData("StatefulSet", null, null)]
    public async Task What_a_pod_was_made_from_is_looked_up_in_the_revision_that_it_names(string kind, string? revision, string? read)
    {
        var pod = JsonNode.Parse(Pod("deployment"))!;
        pod["metadata"]!["ownerReferences"] = JsonNode.Parse("""[{"apiVersion":"apps/v1","kind":"KIND","name":"db","uid":"9","controller":true}]""".Replace("KIND", kind, StringComparison.Ordinal));
        if (revision is not null) pod["metadata"]!["labels"]!["controller-revision-hash"] = revision;
        var connection = await ConnectAsync((path, _) => path.Contains("/pods?", StringComparison.Ordinal) ? List(pod.ToJsonString()) : FakeAnswer.Refusal(403, "no"));

        Assert.Single(await FindAsync(connection));
        Assert.Equal(
            read is null ? [] : [$"/apis/apps/v1/namespaces/{pod["metadata"]!["namespace"]}/controllerrevisions/{read}"],
            Server.Requests.Where(path => path.Contains("/controllerrevisions/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist_is_an_error_with_what_is_near_it_and_one_that_is_empty_is_not()
    {
        var exists = false;
        var connection = await ConnectAsync((path, _) =>
            path.Contains("/pods?", StringComparison.Ordinal) ? Pods()
            : path.EndsWith("/namespaces/main1", StringComparison.Ordinal) ? exists ? new FakeAnswer("""{"metadata":{"name":"main1"}}""") : FakeAnswer.Refusal(404, "not found")
            : new FakeAnswer("""{"metadata":{},"items":[{"metadata":{"name":"main"}},{"metadata":{"name":"kube-system"}}]}"""));

        Assert.Empty(await FindAsync(connection, "pi"));
        var failure = Assert.Single(_log.Errors);
        Assert.Equal("NamespaceNotFound", failure.ErrorId);
        Assert.Contains("has no namespace 'main1'. Near it: main.", failure.Message, StringComparison.Ordinal);

        exists = true;
        Assert.Empty(await FindAsync(connection));
        Assert.Single(_log.Errors);
    }

    [Fact]
    public async Task A_pod_that_has_succeeded_is_there()
    {
        var connection = await ConnectAsync((path, _) =>
            path.Contains("status.phase=Succeeded", StringComparison.Ordinal) ? Pods("recovered")
            : path.Contains("/pods?", StringComparison.Ordinal) ? Pods("story-err")
            : FakeAnswer.Refusal(403, "no"));

        Assert.Empty(await FindAsync(connection, JsonNode.Parse(Pod("recovered"))!["metadata"]!["name"]!.GetValue<string>()));
        Assert.Empty(_log.Errors);
    }

    [Theory]
    [InlineData("pj", "Near it: pi.")]
    [InlineData("pi-44kvx", "Near it: pi-44kvr.")]
    [InlineData("something", "of that name. 'kubectl get pods")]
    public async Task A_name_that_nothing_answers_to_is_an_error_with_what_is_near_it(string name, string words)
    {
        var connection = await ConnectAsync((path, _) => path.Contains("/pods?", StringComparison.Ordinal) ? Pods("story-err") : FakeAnswer.Refusal(403, "no"));

        await FindAsync(connection, name);

        Assert.Contains(words, Assert.Single(_log.Errors).Message, StringComparison.Ordinal);
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

    private static FakeAnswer Pods(params string[] captured) => List([.. captured.Select(Pod)]);

    private static FakeAnswer List(params string[] pods) => new($$"""{"metadata":{"resourceVersion":"100"},"items":[{{string.Join(',', pods)}}]}""");

    private static string Pod(string captured)
    {
        using var document = JsonDocument.Parse(Captured.Text($"pods/{captured}.json"));
        return JsonSerializer.Serialize(document.RootElement.GetProperty("pod"));
    }

    private static string Change(string type, string pod) => $$"""{"type":"{{type}}","object":{{pod}}}""" + "\n";
}
