namespace KindTools.KubernetesTests;

/// <summary>Get-PodImageDrift on real pods.</summary>
public class DriftTests
{
    private const string Image = "kindtools-test/drift:dev";
    private const string Latest = NodeRegistry.Host + "/kindtools-test/drift:latest";

    [Fact]
    public void Loading_an_image_anew_restarts_nothing_and_that_is_told()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var objects = new ClusterObjects(lab, "drift-reload");
        try
        {
            Load(lab, module, Image, 1);
            objects.Apply(Keeper("Deployment", "web", Image));
            objects.Kubectl("rollout", "status", "deployment/web", "--timeout=60s");
            Assert.Empty(Drifts(module, objects));

            lab.Build(Image, ("content", [2]));
            var ahead = Assert.Single(Drifts(module, objects));
            Assert.Equal((PodImageDriftKind.EngineHasOther, ahead.NodeImageId), (ahead.Drift, ahead.RunningImageId));

            module.Run($"Import-KindImage {Image}");
            var drift = Assert.Single(Drifts(module, objects, "web"));
            Assert.Equal(PodImageDriftKind.NodeHasOther, drift.Drift);
            Assert.NotEqual(drift.NodeImageId, drift.RunningImageId);
            Assert.Equal("Deployment/web", drift.Controller!.ToString());
            Assert.True(drift.IsRunning);

            // The command it names is the cure.
            lab.Run("kubectl", drift.RemedyCommand!.Split(' ')[1..]);
            objects.Kubectl("rollout", "status", "deployment/web", "--timeout=60s");
            ClusterObjects.Until(() => objects.Kubectl("get", "pods", "--output", "name").Split('\n').Length == 1, "The old pod is still there.");
            Assert.Empty(Drifts(module, objects));
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    [Fact]
    public void Whatever_runs_an_older_build_is_restarted_as_its_kind_allows()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        lab.RemoveTestImages();
        using var objects = new ClusterObjects(lab, "drift-repair");
        try
        {
            Load(lab, module, Image, 1);
            foreach (var (kind, name) in ((string, string)[])[("Deployment", "web"), ("StatefulSet", "db"), ("DaemonSet", "agent"), ("ReplicaSet", "old")]) objects.Apply(Keeper(kind, name, Image));
            objects.Apply($$"""{apiVersion: v1, kind: Pod, metadata: {name: bare}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: app, image: "{{Image}}", command: [sleep, '3600']}]} }""");
            objects.Apply($$"""{apiVersion: batch/v1, kind: Job, metadata: {name: once}, spec: {template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: app, image: "{{Image}}", command: [sleep, '3600']}]} } } }""");
            ClusterObjects.Until(() => objects.Field("pods", ".items[*].status.phase") == string.Join(' ', Enumerable.Repeat("Running", lab.NodeCount + 5)), "Not all pods run.");
            Assert.Empty(Drifts(module, objects));

            // Built, and not even loaded: that is done first.
            lab.Build(Image, ("content", [2]));
            var repairs = Repair(module, objects).ToDictionary(repair => $"{repair.Kind}/{repair.ObjectName}", repair => $"{repair.Status}: {string.Join(", ", repair.Actions)}");

            Assert.Equal(
                new Dictionary<string, string>
                {
                    ["Deployment/web"] = "Repaired: LoadImage, Restart",
                    ["StatefulSet/db"] = "Repaired: LoadImage, Restart",
                    ["DaemonSet/agent"] = "Repaired: LoadImage, Restart",
                    ["ReplicaSet/old"] = "Repaired: LoadImage, Restart, DeletePod",
                    ["Pod/bare"] = "Repaired: LoadImage, Recreate",
                    ["Job/once"] = "NoCure: ", // It runs to its end with what it has.
                },
                repairs);
            Assert.Equal(["once"], Drifts(module, objects).Select(drift => drift.Controller!.Name));
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    [Fact]
    public void A_registry_that_answers_with_an_older_image_is_found_though_nothing_fails()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var node = lab.NodeNames().Order(StringComparer.Ordinal).First();
        using var registry = new NodeRegistry(lab, node);
        using var objects = new ClusterObjects(lab, "drift-hazard");
        try
        {
            Load(lab, module, Latest, 1);
            registry.Push(Latest);
            var old = ImageIdOn(module, node);
            Load(lab, module, Latest, 2);
            Assert.NotEqual(old, ImageIdOn(module, node));

            // Foretold, and then nothing fails.
            var pod = Pod("careless", node, policy: null);
            var foretold = (PullPolicyResult)Assert.Single(module.Run($"@'\n{pod}\n'@ | Test-PodPullPolicy")).BaseObject;
            Assert.Contains("with an older image under this name in the registry, that one runs, and no error tells", foretold.Reason, StringComparison.Ordinal);
            objects.Apply(pod);
            ClusterObjects.Until(() => objects.Field("pod/careless", ".status.phase") == "Succeeded", "The pod has not succeeded.");

            var drift = Assert.Single(Drifts(module, objects));
            Assert.Equal((PodImageDriftKind.RegistryAnswered, PullPolicy.Always, false), (drift.Drift, drift.EffectivePolicy, drift.IsRunning));
            Assert.Equal((old, old), (drift.RunningImageId, drift.NodeImageId));
            Assert.Contains("Set the imagePullPolicy to IfNotPresent", drift.Remedy, StringComparison.Ordinal);

            // The name has moved on the node, so that IfNotPresent alone is no cure any more.
            objects.Apply(Pod("late", node, "IfNotPresent"));
            ClusterObjects.Until(() => objects.Field("pod/late", ".status.phase") == "Succeeded", "The pod has not succeeded.");
            Assert.Equal(["careless", "late"], Drifts(module, objects).Select(found => found.Pod).Order(StringComparer.Ordinal));

            // What goes on running is mended for good: the image, and the policy that lost it.
            objects.Apply(Keeper("Deployment", "web", Latest, $"nodeName: {node}, "));
            objects.Kubectl("rollout", "status", "deployment/web", "--timeout=60s");
            Assert.Equal((PodImageDriftKind.RegistryAnswered, true), Assert.Single(Drifts(module, objects, "web")) is var running ? (running.Drift, running.IsRunning) : default);
            var repair = Assert.Single(Repair(module, objects, "web"));
            Assert.Equal(PodPullRepairStatus.Repaired, repair.Status);
            Assert.Equal([PodPullRepairAction.LoadImage, PodPullRepairAction.PatchTemplate], repair.Actions);
            Assert.Empty(Drifts(module, objects, "web"));

            objects.Kubectl("delete", "pods", "--all", "--wait");
            module.Run(drift.RemedyCommand!);
            Assert.Empty(module.Errors);
            objects.Apply(Pod("cured", node, "IfNotPresent"));
            ClusterObjects.Until(() => objects.Field("pod/cured", ".status.phase") == "Succeeded", "The pod has not succeeded.");
            Assert.NotEqual(old, ImageIdOn(module, node));
            Assert.Empty(Drifts(module, objects));
        }
        finally
        {
            Record.Exception(() => lab.Docker("rmi", "--force", Latest));
            foreach (var each in lab.NodeNames()) lab.OnNode(each, "sh", "-c", $"ctr --namespace k8s.io images ls --quiet | grep -F {NodeRegistry.Host}/ | xargs -r ctr --namespace k8s.io images rm");
        }
    }

    private static string Keeper(string kind, string name, string image, string more = "") =>
        $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}} }
        spec:
          {{(kind == "StatefulSet" ? $"serviceName: {name}" : "# no more")}}
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} } }
            spec: { {{more}}terminationGracePeriodSeconds: 0, containers: [{name: app, image: "{{image}}", command: [sleep, '3600']}]}
        """;

    private static string Pod(string name, string node, string? policy)
    {
        var declared = policy is null ? "" : $"imagePullPolicy: {policy}, ";
        return $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: {{name}} }
            spec:
              nodeName: {{node}}
              restartPolicy: Never
              containers: [{name: app, image: "{{Latest}}", {{declared}}command: ["true"]}]
            """;
    }

    private static void Load(Lab lab, Module module, string image, byte content)
    {
        lab.Build(image, ("content", [content]));
        module.Run($"Import-KindImage {image}");
        Assert.Empty(module.Errors);
    }

    private static string? ImageIdOn(Module module, string node) =>
        ((KindNodeImage)Assert.Single(module.Run($"Get-KindNodeImage {Latest} -Node {node}")).BaseObject).ImageId;

    private static List<PodPullRepair> Repair(Module module, ClusterObjects objects, string name = "*")
    {
        var repairs = module.Run($"Get-PodImageDrift {name} -Namespace {objects.Namespace} | Repair-PodPullFailure -Confirm:$false").Select(repair => (PodPullRepair)repair.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return repairs;
    }

    private static List<PodImageDrift> Drifts(Module module, ClusterObjects objects, string name = "*")
    {
        var drifts = module.Run($"Get-PodImageDrift {name} -Namespace {objects.Namespace}").Select(drift => (PodImageDrift)drift.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return drifts;
    }
}
