namespace KindTools.LabTests;

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
            objects.Apply(Deployment);
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

    private const string Deployment =
        $$$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: web, image: {{{Image}}}, command: [sleep, "3600"]}]
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

    private static List<PodImageDrift> Drifts(Module module, ClusterObjects objects, string name = "*")
    {
        var drifts = module.Run($"Get-PodImageDrift {name} -Namespace {objects.Namespace}").Select(drift => (PodImageDrift)drift.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return drifts;
    }
}
