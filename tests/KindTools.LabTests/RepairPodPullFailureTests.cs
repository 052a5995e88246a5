using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using static KindTools.PodPullFailureCause;

namespace KindTools.LabTests;

/// <summary>The whole loop on real Kubernetes: a pod is broken, Get-PodPullFailure names the cause, Repair-PodPullFailure mends it, it runs.</summary>
public class RepairPodPullFailureTests
{
    private const string Prefix = "kindtools-test/";
    private const string Get = "Get-PodPullFailure -Namespace " + BrokenPods.Namespace;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task Broken_named_repaired_running()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var pods = new BrokenPods(lab);
        lab.RemoveTestImages();
        var token = TestContext.Current.CancellationToken;
        try
        {
            foreach (var image in (string[])["cure:latest", "engine:v1", "both:latest", "elsewhere:v1", "queue:v1", "crash:latest"])
                lab.Build(Prefix + image, ("name", Encoding.UTF8.GetBytes(image)));
            Run(module, $"Import-KindImage {Prefix}cure:latest, {Prefix}queue:v1, {Prefix}crash:latest");
            if (lab.NodeCount > 1)
            {
                // On the other node alone: not even the engine has it any more.
                Run(module, $"Import-KindImage {Prefix}elsewhere:v1 -Node {pods.OtherNode}");
                lab.Docker("rmi", Prefix + "elsewhere:v1");
            }

            BrokenPods.Damage(lab, pods.Node, Prefix + "damaged:v1");

            var expected = new Dictionary<string, (PodPullFailureCause Cause, PodPullRepairStatus Status)>();
            Break("Pod/always", "cure:latest", AlwaysPolicy);
            Break("Pod/engine", "engine:v1", NotLoaded);
            Break("Pod/never", "engine:v1", NotLoaded, "Never");
            Break("Pod/both", "both", NotLoaded);
            if (lab.NodeCount > 1) Break("Pod/elsewhere", "elsewhere:v1", OnOtherNodes);
            Break("Pod/misspelled", "qeue:v1", Misspelled);
            Break("Pod/damaged", "damaged:v1", ContentIncomplete);
            Break("Pod/absent", "nowhere:v1", NeverAbsent, "Never", PodPullRepairStatus.NoCure);
            Add("Job/once", "batch/v1", "", "Never", command: "[sleep, '1']");
            Add("Deployment/web", "apps/v1", "replicas: 2, selector: {matchLabels: {app: web} }, ", init: true);
            Add("StatefulSet/db", "apps/v1", "replicas: 2, serviceName: db, selector: {matchLabels: {app: db} }, ");
            Add("DaemonSet/agent", "apps/v1", "selector: {matchLabels: {app: agent} }, ");
            Add("Deployment/helmed", "apps/v1", "selector: {matchLabels: {app: helmed} }, ", status: PodPullRepairStatus.Managed, annotations: "meta.helm.sh/release-name: shop");
            Add("Job/crash", "batch/v1", "backoffLimit: 0, ", "Never", "[sh, '-c', 'exit 3']", image: "crash:latest", status: PodPullRepairStatus.FailsAnew);
            pods.Add(
                $$$$"""
                apiVersion: batch/v1beta1
                kind: CronJob
                metadata: {name: nightly}
                spec: {schedule: '0 0 31 12 *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: main, image: "{{{{Prefix}}}}cure:latest", command: [sleep, '1']}]} } } } }
                """);
            pods.Apply();

            // A Job as the CronJob's controller would make it, next New Year's Eve.
            var owner = lab.Run("kubectl", "get", "cronjob", "nightly", "--namespace", BrokenPods.Namespace, "--output", "jsonpath={.metadata.uid}");
            pods.Add(
                $$$$"""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: stuck, ownerReferences: [{apiVersion: batch/v1beta1, kind: CronJob, name: nightly, uid: {{{{owner}}}}, controller: true}]}
                spec: {template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: main, image: "{{{{Prefix}}}}cure:latest", command: [sleep, '1']}]} } }
                """);
            pods.Apply();
            expected.Add("CronJob/nightly", (AlwaysPolicy, PodPullRepairStatus.Repaired));

            // Broken, and named. Messages of an old kubelet come and go, so that each has to be seen once.
            var seen = new Dictionary<string, PodPullFailure>();
            var waiting = Stopwatch.StartNew();
            while (!expected.Keys.All(seen.ContainsKey))
            {
                Assert.True(waiting.Elapsed < Patience, $"Missing: {string.Join(", ", expected.Keys.Except(seen.Keys))}. Seen: {string.Join(", ", seen.Values.Select(row => $"{Name(row)} {row.Cause}"))}");
                await Task.Delay(1000, token);
                foreach (var row in Failures(module).Where(row => expected.TryGetValue(Name(row), out var wanted) && wanted.Cause == row.Cause)) seen[Name(row)] = row;
            }

            // Nothing happens under -WhatIf but the server's rehearsal.
            var before = Uids(lab);
            var planned = Repair(module, "$input | Repair-PodPullFailure -WhatIf", seen.Values);
            Assert.All(planned, repair => Assert.Contains(repair.Status, (PodPullRepairStatus[])[PodPullRepairStatus.Planned, PodPullRepairStatus.Managed, PodPullRepairStatus.NoCure]));
            Assert.Equal(before, Uids(lab));

            // Repaired, and running.
            var repairs = Repair(module, "$input | Repair-PodPullFailure -Confirm:$false -TimeoutSec 300", seen.Values);
            Assert.Equal(
                expected.Select(pair => $"{pair.Key} {pair.Value.Status}").Order(StringComparer.Ordinal),
                repairs.Select(repair => $"{repair.Kind}/{repair.ObjectName} {repair.Status}{(repair.Status == PodPullRepairStatus.TimedOut ? $" {string.Join(", ", repair.FailingPods)}" : "")}").Order(StringComparer.Ordinal));
            Assert.Equal(["db-0", "db-1"], Of("StatefulSet/db").RunningPods);
            Assert.Equal(lab.NodeCount, Of("DaemonSet/agent").RunningPods.Count);
            Assert.Equal([PodPullRepairAction.LoadImage, PodPullRepairAction.Recreate], Of("Pod/both").Actions);
            Assert.Contains("exit code 3", Assert.Single(Of("Job/crash").FailingPods).Message, StringComparison.Ordinal);
            Assert.Contains("helm upgrade shop", Of("Deployment/helmed").Remedy, StringComparison.Ordinal);
            Assert.Equal(["absent", "helmed"], Failures(module).Select(row => row.Pod.Split('-')[0]).Order(StringComparer.Ordinal));
            Assert.Equal(
                "once kept IfNotPresent",
                lab.Run("kubectl", "get", "job", "once", "--namespace", BrokenPods.Namespace, "--output", "jsonpath={.metadata.name} {.metadata.labels.note} {.spec.template.spec.containers[0].imagePullPolicy}"));
            Assert.Equal(
                "IfNotPresent", lab.Run("kubectl", "get", "cronjob", "nightly", "--namespace", BrokenPods.Namespace, "--output", "jsonpath={.spec.jobTemplate.spec.template.spec.containers[0].imagePullPolicy}"));

            // Helm's is changed when that is asked for; a second repair has nothing to do.
            var forced = Assert.Single(Repair(module, "$input | Repair-PodPullFailure -Force", [seen["Deployment/helmed"]]));
            Assert.Equal((PodPullRepairStatus.Repaired, 1), (forced.Status, forced.RunningPods.Count));
            Assert.Empty(Assert.Single(Repair(module, "$input | Repair-PodPullFailure", [seen["Deployment/helmed"]])).Actions);

            PodPullRepair Of(string name) => repairs.Single(repair => $"{repair.Kind}/{repair.ObjectName}" == name);

            void Break(string name, string image, PodPullFailureCause cause, string? policy = null, PodPullRepairStatus status = PodPullRepairStatus.Repaired)
            {
                pods.Pod(name.Split('/')[1], Prefix + image, policy);
                expected.Add(name, (cause, status));
            }

            void Add(
                string name, string version, string spec, string restart = "Always", string command = "[sleep, '3600']", bool init = false,
                string image = "cure:latest", PodPullRepairStatus status = PodPullRepairStatus.Repaired, string annotations = "")
            {
                var (kind, own) = (name.Split('/')[0], name.Split('/')[1]);
                var first = init ? $$"""initContainers: [{name: first, image: "{{Prefix}}{{image}}", command: ['true']}], """ : "";
                pods.Add(
                    $$$$"""
                    apiVersion: {{{{version}}}}
                    kind: {{{{kind}}}}
                    metadata: {name: {{{{own}}}}, labels: {note: kept}, annotations: { {{{{annotations}}}} } }
                    spec: { {{{{spec}}}}template: {metadata: {labels: {app: {{{{own}}}} } }, spec: {restartPolicy: {{{{restart}}}}, terminationGracePeriodSeconds: 0, {{{{first}}}}containers: [{name: main, image: "{{{{Prefix}}}}{{{{image}}}}", command: {{{{command}}}}}]}}}
                    """);
                expected.Add(name, (AlwaysPolicy, status));
            }
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static string Name(PodPullFailure failure) => failure.Controller?.ToString() ?? $"Pod/{failure.Pod}";

    private static string Uids(Lab lab) => lab.Run("kubectl", "get", "pods,jobs,cronjobs,deployments,statefulsets,daemonsets", "--namespace", BrokenPods.Namespace, "--output", "jsonpath={.items[*].metadata.uid}");

    private static void Run(Module module, string script)
    {
        module.Run(script);
        Assert.Empty(module.Errors);
    }

    private static IEnumerable<PodPullFailure> Failures(Module module) => module.Run(Get).Select(result => (PodPullFailure)result.BaseObject);

    private static List<PodPullRepair> Repair(Module module, string script, IEnumerable<PodPullFailure> failures)
    {
        List<PodPullRepair> repairs = [.. module.Run(script, [.. failures]).Select(result => (PodPullRepair)((PSObject)result).BaseObject)];
        Assert.Empty(module.Errors);
        return repairs;
    }
}
