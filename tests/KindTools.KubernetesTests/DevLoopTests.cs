using KindTools.ModuleTests.Console;

namespace KindTools.KubernetesTests;

/// <summary>examples/dev-loop.ps1 with a real engine, real nodes and pods.</summary>
public class DevLoopTests
{
    private const string Image = "kindtools-test/loop:dev";

    [Fact]
    public async Task Each_turn_ends_with_pods_that_run_what_was_built()
    {
        var lab = Lab.WithKubernetes();
        lab.RemoveTestImages();
        using var objects = new ClusterObjects(lab, "dev-loop");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["k8s"]);
        Directory.CreateDirectory(folder["web"]);
        File.WriteAllText(folder["web/Dockerfile"], $"FROM {Lab.BaseImage}\nCOPY turn /turn\n");
        try
        {
            // With the policy that Kubernetes fills in for no tag the image on the node does not count: nothing is applied.
            File.WriteAllText(folder["web/turn"], "0");
            File.WriteAllText(folder["k8s/web.yaml"], Deployment("kindtools-test/loop"));
            var refused = await TurnAsync(lab, folder);
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("IfNotPresent", refused.Errors, StringComparison.Ordinal);
            Assert.Empty(objects.Kubectl("get", "deployments", "--output", "name"));

            File.WriteAllText(folder["k8s/web.yaml"], Deployment(Image));
            foreach (var turn in (string[])["1", "2"])
            {
                File.WriteAllText(folder["web/turn"], turn);
                var result = await TurnAsync(lab, folder);

                Assert.True(result.ExitCode == 0, result.Output + result.Errors);
                Assert.Contains("successfully rolled out", result.Output, StringComparison.Ordinal);
                Assert.Equal(turn == "2", result.Output.Contains("Restart", StringComparison.Ordinal));
                ClusterObjects.Until(() => Pods(objects).Length == 2, "The pods of the turn before are still there.");
                Assert.All(Pods(objects), pod => Assert.Equal(turn, lab.Run("kubectl", "exec", "--namespace", objects.Namespace, pod, "--", "cat", "/turn")));
            }
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    private static Task<ConsoleResult> TurnAsync(Lab lab, TemporaryFolder folder) => ConsoleProcess.RunAsync(
        null,
        ["-NonInteractive", "-File", Path.Combine(Module.Root, "examples", "dev-loop.ps1"), Image, folder["web"], "-Manifest", folder["k8s"]],
        lab.Configure);

    private static string[] Pods(ClusterObjects objects) => objects.Kubectl("get", "pods", "--output", "jsonpath={.items[*].metadata.name}").Split(' ');

    private static string Deployment(string image) =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: dev-loop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web} }
          template:
            metadata: {labels: {app: web} }
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: web, image: "{{image}}", command: [sleep, "3600"]}]
        """;
}
