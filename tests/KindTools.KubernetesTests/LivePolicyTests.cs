namespace KindTools.KubernetesTests;

/// <summary>Test-PodPullPolicy on the objects of a real API server.</summary>
public class LivePolicyTests
{
    private const string Manifest =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: web, image: kindtools-test/web}, {name: side, image: "kindtools-test/side:1"}]
        ---
        apiVersion: batch/v1beta1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          schedule: 0 3 * * *
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: report, image: "kindtools-test/report:1", imagePullPolicy: Never}]}}}}
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: rolled, ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: rolled, uid: 12345678-1234-1234-1234-123456789012, controller: true}]}
        spec:
          replicas: 0
          selector: {matchLabels: {app: rolled}}
          template:
            metadata: {labels: {app: rolled}}
            spec: {containers: [{name: app, image: "kindtools-test/rolled:1"}]}
        """;

    [Fact]
    public void Objects_in_a_cluster_are_judged_as_manifests_are()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var objects = new ClusterObjects(lab, "policy-live");
        objects.Apply(Manifest);
        ClusterObjects.Until(() => objects.Kubectl("get", "replicasets", "--output", "name").Split('\n').Length == 2, "The Deployment has made no ReplicaSet.");

        var results = Test(module, $"-Namespace {objects.Namespace}");

        Assert.Equal(
            ["Deployment/web web IgnoresNodeImage", "Deployment/web side NodeLacksImage", "ReplicaSet/rolled app NodeLacksImage", "CronJob/nightly report FailsWithoutImage"],
            results.Select(result => $"{result.Kind}/{result.Name} {result.Container} {result.Verdict}"));
        Assert.All(results, result => Assert.Equal(("kind-" + lab.Cluster, objects.Namespace, null), (result.Context, result.Namespace, result.File)));
        Assert.All(results, result => Assert.Equal(lab.NodeCount, result.Nodes!.MissingOn.Count));
        Assert.Empty(module.Warnings);

        // The same by another road, and of all namespaces.
        Assert.Equal(results.Select(result => result.Reason), Test(module, $"-Context kind-{lab.Cluster} -Namespace {objects.Namespace}").Select(result => result.Reason));
        Assert.Contains(Test(module, "-AllNamespaces"), result => result.Name == "nightly");
        Assert.False((bool)Assert.Single(module.Run($"Test-PodPullPolicy -Namespace {objects.Namespace} -Quiet")).BaseObject);
    }

    [Fact]
    public void A_namespace_that_does_not_exist_is_an_error()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();

        Assert.Empty(module.Run("Test-PodPullPolicy -Namespace no-such-namespace"));
        Assert.StartsWith("NamespaceNotFound,", Assert.Single(module.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False((bool)Assert.Single(module.Run("Test-PodPullPolicy -Namespace no-such-namespace -Quiet")).BaseObject);
    }

    private static List<PullPolicyResult> Test(Module module, string arguments)
    {
        var results = module.Run($"Test-PodPullPolicy {arguments}").Select(result => (PullPolicyResult)result.BaseObject).ToList();
        Assert.Empty(module.Errors);
        return results;
    }
}
