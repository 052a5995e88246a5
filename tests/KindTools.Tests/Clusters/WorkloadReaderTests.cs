using KindTools.Core.Clusters;
using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Clusters;

public class WorkloadReaderTests : ApiTest
{
    private const string Spec = """{"containers":[{"name":"app","image":"app:1","imagePullPolicy":"IfNotPresent"}]}""";
    private readonly RecordingLog _log = new();

    [Fact]
    public async Task What_another_of_the_objects_has_made_is_left_out_and_so_is_what_has_ended()
    {
        var connection = await ConnectAsync((path, _) => path switch
        {
            _ when path.Contains("/deployments?", StringComparison.Ordinal) => List(Template("web")),
            _ when path.Contains("/replicasets?", StringComparison.Ordinal) => List(Template("web-1", owner: "Deployment"), Template("rolled-1", owner: "Rollout")),
            _ when path.Contains("/cronjobs?", StringComparison.Ordinal) => List(CronJob("nightly")),
            _ when path.Contains("/jobs?", StringComparison.Ordinal) => List(Template("nightly-1", owner: "CronJob"), Template("once"), Template("done", status: """{"conditions":[{"type":"Complete","status":"True"}]}""")),
            _ when path.Contains("/pods?", StringComparison.Ordinal) => List(Pod("web-1-x", owner: "ReplicaSet"), Pod("bare"), Pod("over", phase: "Succeeded"), Pod("static", owner: "Node")),
            _ => List(),
        });

        Assert.Equal("Deployment/web ReplicaSet/rolled-1 CronJob/nightly Job/once Pod/bare Pod/static", await ReadAsync(connection));
        Assert.Contains("/apis/batch/v1/namespaces/shop/cronjobs?limit=500", Server.Requests);
    }

    [Fact]
    public async Task A_kind_that_may_not_be_listed_is_reported_and_the_others_go_on()
    {
        var connection = await ConnectAsync((path, _) =>
            path.Contains("/deployments?", StringComparison.Ordinal) ? FakeAnswer.Refusal(403, "deployments.apps is forbidden")
            : path.Contains("/pods?", StringComparison.Ordinal) ? List(Pod("bare"))
            : List());

        Assert.Equal("Pod/bare", await ReadAsync(connection));
        var failure = Assert.Single(_log.Errors);
        Assert.Equal("ApiServerForbidden", failure.ErrorId);
        Assert.Contains("list deployments.apps in namespace 'shop'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.20.2", true)]
    [InlineData("v1.20.15-gke.100", true)]
    [InlineData("v1.21.0", false)]
    [InlineData("v1.34.0+k3s1", false)]
    [InlineData("v2.0.0", false)]
    [InlineData("1.9+", true)]
    [InlineData("", false)]
    public void CronJobs_are_beta_before_1_21(string version, bool isBefore) => Assert.Equal(isBefore, WorkloadReader.IsBefore121(version));

    [Theory]
    [InlineData("IfNotPresent", null, "IfNotPresent", PullPolicyVerdict.UsesNodeImage)]
    [InlineData("Always", "Always", "IfNotPresent", PullPolicyVerdict.IgnoresNodeImage)]
    [InlineData("Always", "Always", "Always", PullPolicyVerdict.IgnoresNodeImage)]
    public async Task A_dry_run_tells_whether_policies_are_overridden(string answered, string? forced, string declared, PullPolicyVerdict verdict)
    {
        var connection = await ConnectAsync((path, _) =>
            path.Contains("dryRun=All", StringComparison.Ordinal) ? new FakeAnswer(Pod("probe").Replace("IfNotPresent", answered, StringComparison.Ordinal), 201)
            : path.Contains("/deployments?", StringComparison.Ordinal) ? List(Template("web").Replace("IfNotPresent", declared, StringComparison.Ordinal))
            : List());

        var result = Assert.Single(await TestAsync(connection));

        Assert.Equal(verdict, result.Verdict);
        Assert.Equal(forced is null ? 0 : 1, _log.Warnings.Count);
        Assert.Equal(forced is not null, result.Remedy?.Contains("--enable-admission-plugins", StringComparison.Ordinal) ?? false);
        Assert.Equal(("test", null, 0), (result.Context, result.File, result.Line));
    }

    [Fact]
    public async Task Where_no_pod_may_be_tried_out_the_objects_are_judged_all_the_same()
    {
        var connection = await ConnectAsync((path, _) =>
            path.Contains("dryRun=All", StringComparison.Ordinal) ? FakeAnswer.Refusal(403, "pods is forbidden")
            : path.Contains("/deployments?", StringComparison.Ordinal) ? List(Template("web"))
            : List());

        Assert.Equal(PullPolicyVerdict.UsesNodeImage, Assert.Single(await TestAsync(connection)).Verdict);
        Assert.Contains("cannot be told", Assert.Single(_log.Verboses), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(ClusterConnection connection)
    {
        var found = new List<string>();
        await foreach (var workload in new WorkloadReader(connection).ReadAsync(new ListScope("shop"), _log, TestContext.Current.CancellationToken))
            found.Add($"{workload.Kind}/{workload.Metadata.Name}");
        return string.Join(' ', found);
    }

    private async Task<List<PullPolicyResult>> TestAsync(ClusterConnection connection)
    {
        var results = new List<PullPolicyResult>();
        await foreach (var result in new LivePolicyTester(connection).TestAsync(new ListScope("shop"), _log, TestContext.Current.CancellationToken)) results.Add(result);
        return results;
    }

    private static FakeAnswer List(params string[] items) => new("{\"metadata\":{},\"items\":[" + string.Join(',', items) + "]}");

    private static string Template(string name, string? owner = null, string status = "{}") =>
        "{\"metadata\":" + Metadata(name, owner) + ",\"spec\":{\"selector\":{},\"template\":{\"spec\":" + Spec + "}},\"status\":" + status + "}";

    private static string CronJob(string name) =>
        "{\"metadata\":" + Metadata(name, owner: null) + ",\"spec\":{\"schedule\":\"0 3 * * *\",\"jobTemplate\":{\"spec\":{\"template\":{\"spec\":" + Spec + "}}}}}";

    private static string Pod(string name, string? owner = null, string phase = "Running") =>
        "{\"metadata\":" + Metadata(name, owner) + ",\"spec\":" + Spec + ",\"status\":{\"phase\":\"" + phase + "\"}}";

    private static string Metadata(string name, string? owner) =>
        "{\"name\":\"" + name + "\",\"namespace\":\"shop\""
        + (owner is null ? "" : ",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"" + owner + "\",\"name\":\"o\",\"uid\":\"u\",\"controller\":true}]") + "}";
}
