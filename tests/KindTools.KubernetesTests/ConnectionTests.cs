using System.Management.Automation;
using System.Text.RegularExpressions;

namespace KindTools.KubernetesTests;

/// <summary>The ways to a real API server, and what is said where there is none.</summary>
public class ConnectionTests
{
    [Fact]
    public void A_kind_cluster_that_the_kubeconfig_does_not_know_is_reached_all_the_same()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["config"], "");

        var results = module.Run($"Test-PodPullPolicy -Namespace kube-system -Kubeconfig {folder["config"]} -Verbose");

        Assert.Empty(module.Errors);
        Assert.All(results, result => Assert.Equal("kind-" + lab.Cluster, ((PullPolicyResult)result.BaseObject).Context));
        Assert.Contains(module.Streams.Verbose, message => message.Message.Contains("read from the cluster's node", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cluster_that_is_not_kind_s_is_judged_by_the_API_server_s_word_alone()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        Write(lab, folder, text => text.Replace("kind-" + lab.Cluster, "elsewhere", StringComparison.Ordinal));

        foreach (var cmdlet in (string[])["Test-PodPullPolicy", "Get-PodPullFailure"])
        {
            module.Run($"{cmdlet} -Context elsewhere -AllNamespaces -Kubeconfig {folder["config"]}");
            Assert.Empty(module.Errors);
            Assert.Contains("cannot be looked into", Assert.Single(module.Warnings).Message, StringComparison.Ordinal);
        }

        module.Run($"Get-PodImageDrift -Context elsewhere -Kubeconfig {folder["config"]}");
        Assert.StartsWith("NoNodesToAsk,", Assert.Single(module.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(client-(certificate|key)-data: .*\n\\s*)+", "token: c3VyZWx5IG5vdA\n", "ApiServerUnauthorized", "kind export kubeconfig --name")]
    [InlineData("client-key-data:", "as: somebody\n    client-key-data:", "ApiServerForbidden", "You may not list")]
    [InlineData("certificate-authority-data: .*", "", "ApiServerNotTrusted", "kind export kubeconfig --name")]
    [InlineData("server: .*", "server: https://127.0.0.1:1", "ApiServerNotReachable", "Get-KindCluster")]
    [InlineData("contexts:", "contexts", "KubeconfigInvalid", "cannot be understood")]
    public void What_is_wrong_is_an_error_that_says_what_to_do(string pattern, string replacement, string errorId, string words)
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        using var folder = new TemporaryFolder();
        Write(lab, folder, text => Regex.Replace(text, pattern, replacement));

        var error = Record.Exception(() => module.Run($"Test-PodPullPolicy -Namespace default -Kubeconfig {folder["config"]}")) is RuntimeException terminating
            ? terminating.ErrorRecord
            : module.Errors.First();

        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contexts_and_namespaces_are_completed()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();

        Assert.Equal("kind-" + lab.Cluster, Complete("Test-PodPullPolicy -Context "));
        Assert.Equal("kube-system", Complete("Test-PodPullPolicy -Namespace kube-s"));
        Assert.Equal("kube-system", Complete($"Get-PodImageDrift -Context kind-{lab.Cluster} -Namespace kube-s"));

        // A completer gives up rather than keep the prompt waiting, and a busy machine may need several tries.
        string Complete(string line)
        {
            var found = "";
            for (var i = 0; i < 50 && found.Length == 0; i++)
                found = string.Join(',', CommandCompletion.CompleteInput(line, line.Length, null, module.Shell).CompletionMatches.Select(match => match.CompletionText));
            return found;
        }
    }

    [Theory]
    [InlineData("Get-PodPullFailure")]
    [InlineData("Get-PodImageDrift")]
    public void A_mistyped_namespace_or_pod_is_an_error_with_what_is_near_it_and_an_empty_namespace_is_none(string cmdlet)
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();

        Assert.Empty(module.Run($"{cmdlet} -Namespace kube-public"));
        Assert.Empty(module.Errors);

        Assert.Empty(module.Run($"{cmdlet} some-pod -Namespace kube-sytem"));
        var error = Assert.Single(module.Errors);
        Assert.StartsWith("NamespaceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("Near it: kube-system.", error.Exception.Message, StringComparison.Ordinal);
    }

    private static void Write(Lab lab, TemporaryFolder folder, Func<string, string> change) => File.WriteAllText(folder["config"], change(File.ReadAllText(lab.Kubeconfig)));
}
