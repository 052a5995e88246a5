using System.Security.Cryptography;

namespace KindTools.KubernetesTests;

/// <summary>Remove-KindNodeImage and what pods run.</summary>
public class ImageInUseTests
{
    [Fact]
    public async Task What_a_pod_runs_stays_until_it_is_forced()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var token = TestContext.Current.CancellationToken;
        lab.Build("kindtools-test/in-use:1", ("content", RandomNumberGenerator.GetBytes(1000)));
        lab.Docker("tag", "kindtools-test/in-use:1", "kindtools-test/in-use:0"); // The name that the runtime notes, though the pod has the other.
        module.Run("Import-KindImage kindtools-test/in-use:0, kindtools-test/in-use:1");
        lab.Run("kubectl", "delete", "pod", "in-use", "--ignore-not-found", "--grace-period=1");
        lab.Run("kubectl", "run", "in-use", "--image=kindtools-test/in-use:1", "--image-pull-policy=IfNotPresent", "--command", "--", "sleep", "1000");
        await Task.Run(() => lab.Run("kubectl", "wait", "--for=condition=Ready", "pod/in-use", "--timeout=60s"), token);
        try
        {
            var node = lab.Run("kubectl", "get", "pod", "in-use", "--output", "jsonpath={.spec.nodeName}");

            Assert.Empty(module.Run($"Remove-KindNodeImage kindtools-test/in-use:1 -Node {node}"));
            var error = Assert.Single(module.Errors);
            Assert.StartsWith("ImageInUse,", error.FullyQualifiedErrorId);
            Assert.Contains("pod default/in-use", error.Exception.Message);
            Assert.Empty(module.Run($"Remove-KindNodeImage registry.k8s.io/* -Node {node}"));
            Assert.Empty(module.Errors);

            Assert.Equal(2, module.Run($"Remove-KindNodeImage kindtools-test/in-use -Node {node} -Force").Count);
            Assert.Equal("Running", lab.Run("kubectl", "get", "pod", "in-use", "--output", "jsonpath={.status.phase}"));
        }
        finally
        {
            lab.Run("kubectl", "delete", "pod", "in-use", "--grace-period=1");
        }
    }
}
