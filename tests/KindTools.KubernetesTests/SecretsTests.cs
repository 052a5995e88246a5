using System.Text;
using System.Text.RegularExpressions;

namespace KindTools.KubernetesTests;

/// <summary>A full run against a real engine and Kubernetes: no key of the kubeconfig, no password of Docker's and no environment variable comes out.</summary>
public sealed partial class SecretsTests
{
    private const string Secret = "k1nd-S3CRET-l4b";
    private const string Image = "kindtools-test/secrets:latest";

    private static readonly string[] Commands =
    [
        "Get-KindCluster",
        "Get-KindNode",
        "Get-KindNodeImage",
        $"Import-KindImage {Image}",
        "Compare-KindImage",
        $"Add-KindNodeImageTag {Image} kindtools-test/secrets:v1",
        $"Export-KindNodeImage {Image} -ToEngine",
        "Get-PodPullFailure -Namespace secrets",
        "Get-PodPullFailure -Namespace secrets -Kubeconfig $env:NO_CONTEXT",
        "Get-PodPullFailure -Namespace secrets | Repair-PodPullFailure -WhatIf",
        "Test-PodPullPolicy -Namespace secrets",
        "Get-PodImageDrift -Namespace secrets",
        "Get-PodPullFailure -Namespace secrets | Repair-PodPullFailure -Confirm:$false -TimeoutSec 20",
        "Remove-KindNodeImage kindtools-test/secrets -Force",
    ];

    [Fact]
    public void A_full_run_tells_no_secret()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        using var objects = new ClusterObjects(lab, "secrets");
        File.WriteAllText(folder["config.json"], $$"""{"auths":{"registry.example":{"auth":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Secret))}}"} } }""");
        File.WriteAllText(folder["empty"], "contexts: []\n");
        using var config = new EnvironmentVariable("DOCKER_CONFIG", folder.Path);
        using var password = new EnvironmentVariable("REGISTRY_PASSWORD", Secret);
        using var empty = new EnvironmentVariable("NO_CONTEXT", folder["empty"]);
        try
        {
            lab.Build(Image, ("content", [1]));
            foreach (var name in (string[])["web", "job"])
            {
                objects.Apply(
                    $"""
                    apiVersion: {(name == "web" ? "apps/v1" : "batch/v1")}
                    kind: {(name == "web" ? "Deployment" : "Job")}
                    metadata: {"{"}name: {name}{"}"}
                    spec:
                      {(name == "web" ? "selector: {matchLabels: {app: web}}" : "backoffLimit: 1")}
                      template:
                        metadata: {"{labels: {app: web}}"}
                        spec:
                          {(name == "web" ? "terminationGracePeriodSeconds: 0" : "restartPolicy: Never")}
                          containers: [{"{"}name: main, image: "{Image}", command: [sleep, "3600"], env: [{"{"}name: PASSWORD, value: {Secret}{"}"}]{"}"}]
                    """);
            }

            ClusterObjects.Until(() => objects.Kubectl("get", "pods").Contains("Err", StringComparison.Ordinal), "No pod fails.");
            var keys = Data().Matches(File.ReadAllText(lab.Kubeconfig)).Select(match => match.Groups[1].Value).ToList();
            Assert.NotEmpty(keys);
            string[] secrets = [Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)), Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + Secret)), .. keys, .. keys.Select(key => Encoding.UTF8.GetString(Convert.FromBase64String(key)).Split('\n')[1])];

            foreach (var command in Commands)
            {
                var written = AllStreams.Of(module.Shell, command + " -Verbose -Debug");
                Assert.NotEmpty(written);
                Assert.All(written, text => Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{command} tells a secret:\n{text}")));
            }
        }
        finally
        {
            lab.RemoveTestImages();
        }
    }

    [GeneratedRegex(@"-data: (\S{40,})")]
    private static partial Regex Data();
}
