namespace KindTools.KubernetesTests;

/// <summary>Watch-KindImage -Restart.</summary>
public class WatchRestartTests
{
    private const string Image = "kindtools-test/restarted:dev";

    [Fact]
    public void With_Restart_what_runs_the_image_runs_the_new_build()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var objects = new ClusterObjects(lab, "watch-restart");
        try
        {
            lab.Build(Image, ("content", [1]));
            lab.Build("kindtools-test/other:dev", ("content", [1]));
            module.Run($"Import-KindImage {Image}, kindtools-test/other:dev");
            objects.Apply(Workload("Deployment", "web", Image, "replicas: 2, "));
            objects.Apply(Workload("StatefulSet", "db", Image, "serviceName: db, "));
            objects.Apply(Workload("DaemonSet", "agent", Image));
            objects.Apply(Workload("Deployment", "bystander", "kindtools-test/other:dev"));
            objects.Apply(Workload("Deployment", "crash", Image).Replace("[sleep, \"3600\"]", "[sh, -c, \"test -f /again && sleep 3600\"]", StringComparison.Ordinal));
            foreach (var workload in (string[])["deployment/web", "statefulset/db", "daemonset/agent", "deployment/bystander"]) objects.Kubectl("rollout", "status", workload, "--timeout=60s");
            ClusterObjects.Until(() => objects.Kubectl("get", "pods", "--selector", "app=crash", "--output", "jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}") == "CrashLoopBackOff", "Nothing crashes.");
            var before = objects.Field("deployment/bystander", ".metadata.generation");

            using var watch = new RunningWatch(module, $"{Image} -Restart -TimeoutSec 300");
            lab.Build(Image, ("content", [2]), ("again", [2]));
            var imports = watch.Next<ImageImportResult>(lab.NodeCount);
            string[] expected = ["DaemonSet/agent", "Deployment/web", "StatefulSet/db"];
            watch.Until(() => expected.All(name => Restarts(watch).ContainsKey(name)), "Not all was restarted.");
            watch.Stop();

            // What crashes may have had its turn, and taken the new build, before it was looked at.
            var restarts = Restarts(watch);
            Assert.All(imports, result => Assert.Equal(ImageImportStatus.Imported, result.Status));
            Assert.Empty(restarts.Keys.Except([.. expected, "Deployment/crash"]));
            Assert.All(restarts.Values, restart => Assert.Equal((PodPullRepairStatus.Repaired, PodPullRepairAction.Restart), (restart.Status, Assert.Single(restart.Actions))));
            Assert.Empty(module.Errors);
            objects.Kubectl("rollout", "status", "deployment/crash", "--timeout=300s");
            Assert.Equal(before, objects.Field("deployment/bystander", ".metadata.generation"));
            Assert.Empty(module.Run($"Get-PodImageDrift -Namespace {objects.Namespace}"));
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static Dictionary<string, PodPullRepair> Restarts(RunningWatch watch) =>
        watch.Rest().OfType<PodPullRepair>().GroupBy(restart => $"{restart.Kind}/{restart.ObjectName}").ToDictionary(restart => restart.Key, restart => restart.Last());

    private static string Workload(string kind, string name, string image, string spec = "") =>
        $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}} }
        spec:
          {{(spec.Length == 0 ? "" : string.Join("\n  ", spec.Split(", ", StringSplitOptions.RemoveEmptyEntries)))}}
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} } }
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: main, image: "{{image}}", command: [sleep, "3600"]}]
        """;
}
