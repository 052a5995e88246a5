using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using static KindTools.PodPullFailureCause;

namespace KindTools.KubernetesTests;

/// <summary>The whole loop on real Kubernetes: a pod is broken, Get-PodPullFailure names the cause, Repair-PodPullFailure mends it, it runs.</summary>
public class RepairPodPullFailureTests
{
    private const string Prefix = "kindtools-test/";
    private const string Space = "failure-repaired";
    private const string Get = "Get-PodPullFailure -Namespace " + Space;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task Broken_named_repaired_running()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var pods = new BrokenPods(lab, Space);
        using var other = new OtherCluster(lab, "kindtools-other");
        lab.RemoveTestImages();
        var token = TestContext.Current.CancellationToken;
        try
        {
            foreach (var image in (string[])["cure:latest", "engine:v1", "both:latest", "elsewhere:v1", "cluster:v1", "queue:v1", "crash:latest"])
                lab.Build(Prefix + image, ("name", Encoding.UTF8.GetBytes(image)));
            Run(module, $"Import-KindImage {Prefix}cure:latest, {Prefix}queue:v1, {Prefix}crash:latest");
            if (lab.NodeCount > 1)
            {
                // On the other node alone: not even the engine has it any more.
                BrokenPods.Damage(lab, pods.Node, Prefix + "halved:v1");
                Run(module, $"Import-KindImage {Prefix}elsewhere:v1, {Prefix}halved:v1 -Node {pods.OtherNode}");
                lab.Docker("rmi", Prefix + "elsewhere:v1", Prefix + "halved:v1");
            }

            BrokenPods.Damage(lab, pods.Node, Prefix + "damaged:v1");
            if (lab.IsDisposable) BrokenPods.Hollow(lab, pods.Node, Prefix + "hollow:v1");
            await other.WaitAsync(token);
            Run(module, $"Import-KindImage {Prefix}cluster:v1 -Cluster {other.Name}");
            lab.Docker("rmi", Prefix + "cluster:v1");

            var expected = new Dictionary<string, (PodPullFailureCause Cause, PodPullRepairStatus Status)>();
            Break("Pod/always", "cure:latest", AlwaysPolicy);
            Break("Pod/engine", "engine:v1", NotLoaded);
            Break("Pod/never", "engine:v1", NotLoaded, "Never");
            Break("Pod/both", "both", NotLoaded);
            if (lab.NodeCount > 1) Break("Pod/elsewhere", "elsewhere:v1", OnOtherNodes);
            if (lab.NodeCount > 1) Break("Pod/halved", "halved:v1", ContentIncomplete);
            Break("Pod/cluster", "cluster:v1", InOtherCluster);
            Break("Pod/misspelled", "qeue:v1", Misspelled);
            if (lab.IsDisposable) Break("Pod/hollow", "hollow:v1", ContentIncomplete);
            Break("Pod/damaged", "damaged:v1", ContentIncomplete);
            Break("Pod/absent", "nowhere:v1", NeverAbsent, "Never", PodPullRepairStatus.NoCure);
            Add("Job/once", "batch/v1", "", "Never", command: "[sleep, '1']");
            Add("Deployment/web", "apps/v1", "replicas: 2, selector: {matchLabels: {app: web} }, ", init: true);
            Add("StatefulSet/db", "apps/v1", "replicas: 2, serviceName: db, selector: {matchLabels: {app: db} }, ");
            Add("StatefulSet/corrected", "apps/v1", "serviceName: corrected, selector: {matchLabels: {app: corrected} }, ");
            Add("DaemonSet/agent", "apps/v1", "selector: {matchLabels: {app: agent} }, ");
            Add("Deployment/helmed", "apps/v1", "selector: {matchLabels: {app: helmed} }, ", status: PodPullRepairStatus.Managed, annotations: "meta.helm.sh/release-name: shop");
            Add("Deployment/synced", "apps/v1", "selector: {matchLabels: {app: synced} }, ", status: PodPullRepairStatus.Managed, annotations: "argocd.argoproj.io/tracking-id: 'shop:apps/Deployment:shop/synced'");
            Add("Deployment/flown", "apps/v1", "selector: {matchLabels: {app: flown} }, ", status: PodPullRepairStatus.Managed, labels: "kustomize.toolkit.fluxcd.io/name: shop");
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
            var owner = pods.Kubectl("get", "cronjob", "nightly", "--output", "jsonpath={.metadata.uid}");
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

            // A template that somebody has corrected by hand meanwhile: a StatefulSet waits for the pod that waits.
            pods.Kubectl("patch", "statefulset", "corrected", "--patch", """{"spec":{"template":{"spec":{"containers":[{"name":"main","imagePullPolicy":"IfNotPresent"}]}}}}""");
            var corrected = Failures(module).Single(row => Name(row) == "StatefulSet/corrected");
            Assert.Equal((AlwaysPolicy, PullPolicy.Always, PullPolicy.IfNotPresent), (corrected.Cause, corrected.EffectivePolicy, corrected.TemplatePolicy));
            Assert.Contains("says IfNotPresent by now, but the pod was made before", corrected.Reason, StringComparison.Ordinal);
            seen["StatefulSet/corrected"] = corrected;

            // Nothing happens under -WhatIf but the server's rehearsal.
            var before = Uids(pods);
            var planned = Repair(module, "$input | Repair-PodPullFailure -WhatIf", seen.Values);
            Assert.All(planned, repair => Assert.Contains(repair.Status, (PodPullRepairStatus[])[PodPullRepairStatus.Planned, PodPullRepairStatus.Managed, PodPullRepairStatus.NoCure]));
            Assert.Equal(before, Uids(pods));

            // Repaired, and running.
            var repairs = Repair(module, "$input | Repair-PodPullFailure -Confirm:$false -TimeoutSec 300", seen.Values);
            Assert.Equal(
                expected.Where(pair => pair.Key != "Job/crash").Select(pair => $"{pair.Key} {pair.Value.Status}").Order(StringComparer.Ordinal),
                repairs.Where(repair => repair.ObjectName != "crash").Select(repair => $"{repair.Kind}/{repair.ObjectName} {repair.Status}{(repair.Status == PodPullRepairStatus.TimedOut ? $" {string.Join(", ", repair.FailingPods)}" : "")}").Order(StringComparer.Ordinal));
            Assert.Equal(["db-0", "db-1"], Of("StatefulSet/db").RunningPods);
            Assert.Equal(lab.NodeCount, Of("DaemonSet/agent").RunningPods.Count);
            Assert.Equal([PodPullRepairAction.LoadImage, PodPullRepairAction.Recreate], Of("Pod/both").Actions);
            Assert.Equal([PodPullRepairAction.DeletePod], Of("StatefulSet/corrected").Actions);

            // A kubelet that is busy may tell of a pod that runs before it tells that it has ended.
            var crash = Of("Job/crash");
            if (crash.Status != PodPullRepairStatus.Repaired)
            {
                Assert.Equal(PodPullRepairStatus.FailsAnew, crash.Status);
                Assert.Contains("exit code 3", Assert.Single(crash.FailingPods).Message, StringComparison.Ordinal);
            }

            Assert.Contains("helm upgrade shop", Of("Deployment/helmed").Remedy, StringComparison.Ordinal);
            Assert.Contains("Argo CD manages Deployment/synced (application shop)", Of("Deployment/synced").Remedy, StringComparison.Ordinal);
            Assert.Contains("Flux manages Deployment/flown (kustomization shop)", Of("Deployment/flown").Remedy, StringComparison.Ordinal);
            Assert.Equal(["absent", "flown", "helmed", "synced"], Failures(module).Select(row => row.Pod.Split('-')[0]).Order(StringComparer.Ordinal));
            Assert.Equal(
                "once kept IfNotPresent",
                pods.Kubectl("get", "job", "once", "--output", "jsonpath={.metadata.name} {.metadata.labels.note} {.spec.template.spec.containers[0].imagePullPolicy}"));
            Assert.Equal(
                "IfNotPresent", pods.Kubectl("get", "cronjob", "nightly", "--output", "jsonpath={.spec.jobTemplate.spec.template.spec.containers[0].imagePullPolicy}"));

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
                string image = "cure:latest", PodPullRepairStatus status = PodPullRepairStatus.Repaired, string annotations = "", string labels = "")
            {
                var (kind, own) = (name.Split('/')[0], name.Split('/')[1]);
                var first = init ? $$"""initContainers: [{name: first, image: "{{Prefix}}{{image}}", command: ['true']}], """ : "";
                pods.Add(
                    $$$$"""
                    apiVersion: {{{{version}}}}
                    kind: {{{{kind}}}}
                    metadata: {name: {{{{own}}}}, labels: {note: kept, {{{{labels}}}} }, annotations: { {{{{annotations}}}} } }
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

    [Fact]
    public void A_repair_whose_pods_do_not_come_in_time_says_so()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var objects = new ClusterObjects(lab, "repair-late");
        try
        {
            lab.Build(Prefix + "late:latest", ("name", "late"u8.ToArray()));
            Run(module, $"Import-KindImage {Prefix}late:latest");
            objects.Apply(
                $$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {selector: {matchLabels: {app: web} }, template: {metadata: {labels: {app: web} }, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: "{{Prefix}}late", command: [sleep, '3600']}]} } }
                """);
            ClusterObjects.Until(() => module.Run($"Get-PodPullFailure -Namespace {objects.Namespace}").Count == 1, "The pod does not fail.");

            // The pod that waits takes all the room there is, which the rehearsal must not trip over either.
            objects.Kubectl("create", "quota", "full", "--hard=pods=1");
            ClusterObjects.Until(() => objects.Field("quota/full", ".status.used.pods") == "1", "The quota is not in use.");
            var late = Assert.Single(Repair(module, $"Get-PodPullFailure web -Namespace {objects.Namespace} | Repair-PodPullFailure -TimeoutSec 2", []));
            Assert.Equal((PodPullRepairStatus.TimedOut, 0), (late.Status, late.RunningPods.Count));
            Assert.Contains("within 2 seconds", late.Remedy, StringComparison.Ordinal);
            Assert.InRange(late.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));

            // Nobody has to wait.
            var applied = Assert.Single(Repair(module, $"Get-PodPullFailure web -Namespace {objects.Namespace} | Repair-PodPullFailure -TimeoutSec 0 -Confirm:$false", []));
            Assert.Equal((PodPullRepairStatus.Applied, PodPullRepairAction.Restart), (applied.Status, Assert.Single(applied.Actions)));
            objects.Kubectl("delete", "quota", "full");
            ClusterObjects.Until(() => module.Run($"Get-PodPullFailure -Namespace {objects.Namespace}").Count == 0, "The pod does not come.");
            Assert.Empty(module.Errors);
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static string Name(PodPullFailure failure) => failure.Controller?.ToString() ?? $"Pod/{failure.Pod}";

    private static string Uids(BrokenPods pods) => pods.Kubectl("get", "pods,jobs,cronjobs,deployments,statefulsets,daemonsets", "--output", "jsonpath={.items[*].metadata.uid}");

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
