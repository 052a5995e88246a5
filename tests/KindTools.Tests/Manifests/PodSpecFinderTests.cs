using static KindTools.Tests.Manifests.ManifestText;

namespace KindTools.Tests.Manifests;

public class PodSpecFinderTests
{
    private const string Spec = "{containers: [{name: c, image: app}]}";

    public static TheoryData<string, string> Carriers { get; } = new()
    {
        { "v1 Pod", $"spec: {Spec}" },
        { "v1 PodTemplate", $"template: {{spec: {Spec}}}" },
        { "v1 ReplicationController", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "apps/v1 Deployment", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "apps/v1 StatefulSet", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "apps/v1 DaemonSet", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "apps/v1 ReplicaSet", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "extensions/v1beta1 Deployment", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "batch/v1 Job", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "batch/v1 CronJob", $"spec: {{jobTemplate: {{spec: {{template: {{spec: {Spec}}}}}}}}}" },

        // custom resources, by shape
        { "serving.knative.dev/v1 Service", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "argoproj.io/v1alpha1 Rollout", $"spec: {{template: {{spec: {Spec}}}}}" },
        { "batch.volcano.sh/v1alpha1 Job", $"spec: {{tasks: [{{template: {{spec: {Spec}}}}}]}}" },
        { "jobset.x-k8s.io/v1alpha2 JobSet", $"spec: {{replicatedJobs: [{{template: {{spec: {{template: {{spec: {Spec}}}}}}}}}]}}" },
        { "example.com/v1 Anything", $"deep: [[{{deeper: {Spec}}}]]" },
        { "example.com/v1 Anything", "podTemplate: {containers: [{name: main, env: []}], initContainers: [{name: c, image: app}]}" },
        { "example.com/v1 Anything", "pod: {ephemeralContainers: [{name: c, image: app}]}" },
    };

    public static TheoryData<string, string> NotCarriers { get; } = new()
    {
        { "v1 ConfigMap", "data: {pod.yaml: \"spec: {containers: [{name: c, image: app}]}\"}" },
        { "v1 ConfigMap", $"data: {Spec}" },
        { "v1 Secret", "stringData: {x: \"containers: [{image: app}]\"}" },
        { "v1 Service", $"spec: {Spec}" },
        { "apiextensions.k8s.io/v1 CustomResourceDefinition", $"spec: {{versions: [{{schema: {{example: {Spec}}}}}]}}" },
        { "kyverno.io/v1 ClusterPolicy", "spec: {rules: [{validate: {pattern: {spec: {containers: [{image: '*:v* | *@*'}]}}}}]}" },
        { "v1 Pod", $"metadata: {{annotations: {Spec}}}" },
        { "apps/v1 Deployment", $"spec: {Spec}" },
        { "example.com/v1 Anything", "spec: {containers: 3}" },
        { "example.com/v1 Anything", "spec: {containers: [a, b]}" },
        { "example.com/v1 Anything", "spec: {containers: [{name: c}]}" },
        { "example.com/v1 Anything", "spec: {containers: {properties: {image: {type: string}}}}" },
        { "example.com/v1 Anything", "text: \"containers: [{image: app}]\"" },
    };

    [Theory]
    [MemberData(nameof(Carriers))]
    public void Every_carrier_of_pods_is_known(string type, string body)
    {
        var result = Assert.Single(Test(Object(type, body)));

        Assert.Equal((type, "c", "app"), ($"{result.ApiVersion} {result.Kind}", result.Container, result.Image));
    }

    [Theory]
    [MemberData(nameof(NotCarriers))]
    public void What_only_looks_like_a_pod_is_none(string type, string body) => Assert.Empty(Test(Object(type, body)));

    [Theory]
    [InlineData("a: 1")]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("- op: replace\n  path: /spec\n  value: {containers: [{image: app}]}")]
    [InlineData("containers:\n- image: app")]
    [InlineData("kind: Pod\nspec: {containers: [{image: app}]}")]
    [InlineData("apiVersion: v1\nspec: {containers: [{image: app}]}")]
    [InlineData("apiVersion: v1\nkind: Pod")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec:")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: }")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: {image: app}}")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {containers: [null, app]}")]
    [InlineData("apiVersion: v1\nkind: List\nitems:")]
    public void Anything_else_is_passed_over(string text) => Assert.Empty(Test(text));

    [Fact]
    public void All_kinds_of_containers_are_found_in_the_kubelets_order()
    {
        var results = Test(Pod("""
            containers:
            - {name: main, image: app:1}
            initContainers:
            - {name: init, image: app:2}
            - {name: sidecar, image: app:3, restartPolicy: Always}
            ephemeralContainers:
            - {name: debug, image: app:4, targetContainerName: main}
            volumes:
            - {name: model, image: {reference: models:5}}
            - {name: tmp, emptyDir: {}}
            """));

        Assert.Equal(
            [
                (ContainerType.InitContainer, "init", "app:2"),
                (ContainerType.InitContainer, "sidecar", "app:3"),
                (ContainerType.Container, "main", "app:1"),
                (ContainerType.EphemeralContainer, "debug", "app:4"),
                (ContainerType.ImageVolume, "model", "models:5"),
            ],
            results.Select(result => (result.ContainerType, result.Container, result.Image)));
    }

    [Fact]
    public void Each_item_of_a_list_is_an_object_of_its_own()
    {
        var results = Test("""
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: app}]}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            - apiVersion: apps/v1
              kind: DeploymentList
              items:
              - {metadata: {name: c, namespace: n}, spec: {template: {spec: {containers: [{name: c, image: app}]}}}}
            """);

        Assert.Equal(
            [("Pod", "v1", "a", null), ("Deployment", "apps/v1", "c", "n")],
            results.Select(result => (result.Kind, result.ApiVersion, result.Name, result.Namespace)));
    }

    [Fact]
    public void An_object_without_a_name_goes_by_the_one_it_will_be_generated_from() =>
        Assert.Equal("run-", Assert.Single(Test("{apiVersion: batch/v1, kind: Job, metadata: {generateName: run-}, spec: {template: {spec: {containers: [{image: a}]}}}}")).Name);

    private static string Object(string type, string body) =>
        $"apiVersion: {type.Split(' ')[0]}\nkind: {type.Split(' ')[1]}\nmetadata: {{name: n}}\n{body}";
}
