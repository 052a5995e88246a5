namespace KindTools.KubernetesTests;

/// <summary>An API server that gives pods the policy Always, whatever was applied: what is foretold, named and, when it does so no more, mended.</summary>
public class AdmissionTests
{
    private const string Image = "kindtools-test/forced:v1";
    private static readonly string[] Kinds = ["DaemonSet/agent", "Deployment/web", "Job/once", "Pod/bare", "StatefulSet/db"];

    [Fact]
    public void A_policy_that_admission_forces_is_found_out_and_repaired_only_once_it_is_forced_no_more()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var objects = new ClusterObjects(lab, "policy-forced");
        try
        {
            lab.Build(Image, ("content", "forced"u8.ToArray()));
            module.Run($"Import-KindImage {Image}");
            Assert.Empty(module.Errors);
            using (new AlwaysPullImages(lab))
            {
                objects.Apply(Manifest);

                // The objects say IfNotPresent, and are judged by what becomes of them.
                var results = module.Run($"Test-PodPullPolicy -Namespace {objects.Namespace}").Select(result => (PullPolicyResult)result.BaseObject).ToList();
                Assert.Contains("the pull policy Always, whatever", Assert.Single(module.Warnings).Message, StringComparison.Ordinal);
                Assert.Equal(Kinds, results.Select(result => $"{result.Kind}/{result.Name}").Order(StringComparer.Ordinal));
                Assert.All(results, result => Assert.Equal((PullPolicy.Always, PullPolicyVerdict.IgnoresNodeImage), (result.EffectivePolicy, result.Verdict)));
                Assert.All(results, result => Assert.Contains("AlwaysPullImages", result.Reason, StringComparison.Ordinal));

                // So do their pods, each by the template that it was made from.
                ClusterObjects.Until(() => Failures(module, objects).Count == Kinds.Length, "Not all pods fail.");
                var failures = Failures(module, objects);
                Assert.All(failures, failure => Assert.Equal((PodPullFailureCause.AlwaysForced, PullPolicy.Always), (failure.Cause, failure.EffectivePolicy)));

                // Nothing that could be done about the objects would last: the rehearsal shows it, and nothing is touched.
                var before = Uids(objects);
                var refused = Repair(module, failures);
                Assert.All(refused, repair => Assert.Equal((PodPullRepairStatus.NoCure, 0), (repair.Status, repair.Actions.Count)));
                Assert.All(refused, repair => Assert.Contains("the plugin AlwaysPullImages", repair.Remedy, StringComparison.Ordinal));
                Assert.Equal(before, Uids(objects));
            }

            // Their templates were right all the time: new pods are all they need.
            var repairs = Repair(module, Failures(module, objects)).ToDictionary(repair => $"{repair.Kind}/{repair.ObjectName}");
            Assert.Equal(Kinds, repairs.Keys.Order(StringComparer.Ordinal));
            Assert.All(repairs.Values, repair => Assert.Equal(PodPullRepairStatus.Repaired, repair.Status));

            // The Job's controller, whose API server was just restarted, may make a pod too many before it takes it back.
            Assert.All(repairs.Values, repair => Assert.InRange(repair.RunningPods.Count, repair.ObjectName == "agent" ? lab.NodeCount : 1, repair.ObjectName switch { "agent" => lab.NodeCount, "once" => 2, _ => 1 }));
            Assert.All(repairs, repair => Assert.Equal(repair.Key is "Job/once" or "Pod/bare" ? PodPullRepairAction.Recreate : PodPullRepairAction.DeletePod, Assert.Single(repair.Value.Actions.Distinct())));
            Assert.Empty(Failures(module, objects));
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static readonly string Manifest = string.Join(
        "\n---\n",
        $$"""{apiVersion: v1, kind: Pod, metadata: {name: bare}, spec: {{Spec()}} }""",
        $$"""{apiVersion: batch/v1, kind: Job, metadata: {name: once}, spec: {template: {spec: {{Spec("restartPolicy: Never, ")}} } } }""",
        $$"""{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {{Keeper("web")}} }""",
        $$"""{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {{Keeper("agent")}} }""",
        $$"""{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {{Keeper("db", "serviceName: db, ")}} }""");

    private static string Keeper(string app, string more = "") =>
        $$"""{ {{more}}selector: {matchLabels: {app: {{app}} } }, template: {metadata: {labels: {app: {{app}} } }, spec: {{Spec()}} } }""";

    private static string Spec(string more = "") =>
        $$"""{ {{more}}terminationGracePeriodSeconds: 0, containers: [{name: main, image: "{{Image}}", imagePullPolicy: IfNotPresent, command: [sleep, '3600']}]}""";

    private static string Uids(ClusterObjects objects) => objects.Kubectl("get", "pods,jobs,deployments,statefulsets,daemonsets", "--output", "jsonpath={.items[*].metadata.uid}");

    private static List<PodPullFailure> Failures(Module module, ClusterObjects objects)
    {
        var failures = module.Run($"Get-PodPullFailure -Namespace {objects.Namespace}").Select(failure => (PodPullFailure)failure.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return failures;
    }

    private static List<PodPullRepair> Repair(Module module, IEnumerable<PodPullFailure> failures)
    {
        var repairs = module.Run("$input | Repair-PodPullFailure -Confirm:$false", [.. failures]).Select(repair => (PodPullRepair)repair.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return repairs;
    }
}
