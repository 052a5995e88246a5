using System.Diagnostics;

namespace KindTools.KubernetesTests;

/// <summary>The story that started it all (examples/story), with real Kubernetes and KindTools alone.</summary>
public class StoryTests
{
    private const string Image = "resouer/ubuntu-bc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task The_tag_latest_fails_as_foretold_and_a_policy_or_a_tag_cures_it()
    {
        var lab = Lab.WithKubernetes();
        using var module = lab.OpenModule();
        var token = TestContext.Current.CancellationToken;
        lab.Build(Image + ":latest");
        lab.Docker("tag", Image + ":latest", Image + ":v1");
        foreach (var job in (string[])["job.yaml", "job-ifnotpresent.yaml", "job-v1.yaml"]) Delete(lab, job);

        // Loading and looking: the image is there.
        var imported = module.Run($"Import-KindImage {Image}:latest, {Image}:v1").Select(result => (ImageImportResult)result.BaseObject).ToList();
        Assert.Empty(module.Errors);
        Assert.Equal(2 * lab.NodeCount, imported.Count);
        var held = module.Run($"Get-KindNodeImage {Image}:latest").Select(image => (KindNodeImage)image.BaseObject);
        Assert.Equal(lab.NodeNames().Order(), held.Select(image => image.Node).Order());

        // Wondering: and yet the pod does not start, as foretold.
        var foretold = (PullPolicyResult)Assert.Single(module.Run($"Test-PodPullPolicy '{Manifest("job.yaml")}'")).BaseObject;
        Assert.Equal(PullPolicy.Always, foretold.EffectivePolicy);
        Assert.Contains("latest", foretold.Reason);
        lab.Run("kubectl", "apply", "--filename", Manifest("job.yaml"));
        await WaitAsync(lab, "pi", reason => reason == "ErrImagePull", token);
        await WaitAsync(lab, "pi", reason => reason == "ImagePullBackOff", token);

        // Mending, one way and the other.
        await CompletesAsync(lab, module, "job-ifnotpresent.yaml", token);
        await CompletesAsync(lab, module, "job-v1.yaml", token);
        Delete(lab, "job.yaml");
    }

    private static async Task CompletesAsync(Lab lab, Module module, string manifest, CancellationToken token)
    {
        Delete(lab, manifest);
        var judged = (PullPolicyResult)Assert.Single(module.Run($"Test-PodPullPolicy '{Manifest(manifest)}'")).BaseObject;
        Assert.Equal(PullPolicy.IfNotPresent, judged.EffectivePolicy);

        lab.Run("kubectl", "apply", "--filename", Manifest(manifest));
        await Task.Run(() => lab.Run("kubectl", "wait", "--for=condition=complete", "job/" + judged.Name, "--timeout=90s"), token);
        Assert.StartsWith("3.14159265358979", lab.Run("kubectl", "logs", "job/" + judged.Name));
        Delete(lab, manifest);
    }

    private static async Task WaitAsync(Lab lab, string job, Func<string, bool> condition, CancellationToken token)
    {
        var waiting = Stopwatch.StartNew();
        var reason = "";
        while (!condition(reason))
        {
            Assert.True(waiting.Elapsed < Patience, $"The pod's waiting reason is still '{reason}'.");
            await Task.Delay(200, token);
            reason = lab.Run(
                "kubectl", "get", "pods", "--selector", "job-name=" + job, "--output", "jsonpath={.items[*].status.containerStatuses[*].state.waiting.reason}");
        }
    }

    private static void Delete(Lab lab, string manifest) =>
        lab.Run("kubectl", "delete", "--ignore-not-found", "--wait", "--filename", Manifest(manifest));

    private static string Manifest(string name) => Path.Combine(Module.Root, "examples", "story", name);
}
