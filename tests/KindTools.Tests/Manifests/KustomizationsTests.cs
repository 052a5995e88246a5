using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

/// <summary>Images that Kustomize replaces before anything is applied.</summary>
public sealed class KustomizationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public KustomizationsTests()
    {
        _folder.Write("base/kustomization.yaml", "resources:\n- pod.yaml\n- https://example.com/remote.yaml\n");
        _folder.Write("base/pod.yaml", ManifestText.Pod("containers:\n- image: app:latest\n- image: registry/app\n- image: other"));
        _folder.Write("overlays/dev/kustomization.yml", "resources: [../../base]\nimages:\n- name: app\n  newTag: dev\n- {name: registry/app, newName: x}\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_an_overlay_replaces_is_not_known_before_it_is_rendered()
    {
        var results = await TestAsync(_folder.Path);

        Assert.Equal(
            [PullPolicyVerdict.Unresolved, PullPolicyVerdict.Unresolved, PullPolicyVerdict.IgnoresNodeImage],
            results.Select(result => result.Verdict));
        Assert.Contains(Path.Combine("overlays", "dev", "kustomization.yml"), results[0].Reason, StringComparison.Ordinal);
        Assert.Equal($"Test the rendered text: kubectl kustomize {Path.Combine(_folder.Path, "overlays", "dev")} | Test-PodPullPolicy", results[0].Remedy);
    }

    [Fact]
    public async Task Beside_a_file_only_its_own_folder_is_looked_at()
    {
        Assert.All(await TestAsync(Path.Combine(_folder.Path, "base", "pod.yaml")), result => Assert.Equal(PullPolicyVerdict.IgnoresNodeImage, result.Verdict));

        _folder.Write("base/kustomization.yaml", "resources: [pod.yaml]\nimages: [{name: other, newTag: v1}]");
        Assert.Equal(PullPolicyVerdict.Unresolved, (await TestAsync(Path.Combine(_folder.Path, "base", "pod.yaml")))[2].Verdict);
    }

    [Theory]
    [InlineData("patches: [{path: patch.yaml}]")]
    [InlineData("patchesStrategicMerge: [patch.yaml]")]
    public async Task A_patch_need_not_name_the_image(string patches)
    {
        _folder.Write("overlays/dev/kustomization.yml", $"resources: [../../base]\n{patches}\n");
        var patch = _folder.Write("overlays/dev/patch.yaml", ManifestText.Pod("containers:\n- {name: a, imagePullPolicy: Always}\n- {name: b, image: app}"));

        var results = await TestAsync(patch);

        Assert.Equal([PullPolicyVerdict.Unresolved, PullPolicyVerdict.IgnoresNodeImage], results.Select(result => result.Verdict));
        Assert.Equal($"Test the rendered text: kubectl kustomize {Path.Combine(_folder.Path, "overlays", "dev")} | Test-PodPullPolicy", results[0].Remedy);
    }

    [Theory]
    [InlineData("images: [{name: app}]\nresources: [")]
    [InlineData("images: {name: app}\nresources: [../../base]")]
    [InlineData("images: [{newTag: app}, app]\nresources: [../../base, 1, {a: b}]")]
    [InlineData("images: [{name: app}]\nresources: [../../nowhere, .]")]
    [InlineData("")]
    public async Task A_kustomization_that_says_nothing_of_use_changes_nothing(string text)
    {
        _folder.Write("overlays/dev/kustomization.yml", text);

        Assert.DoesNotContain(await TestAsync(_folder.Path), result => result.Verdict == PullPolicyVerdict.Unresolved);
    }

    [Theory]
    [InlineData("@sha256:0123")]
    [InlineData(":v1")]
    [InlineData("")]
    public async Task What_is_no_name_is_none_that_an_overlay_replaces(string image)
    {
        _folder.Write("base/pod.yaml", ManifestText.Pod($"containers:\n- image: '{image}'"));

        Assert.DoesNotContain(await TestAsync(_folder.Path), result => result.Verdict == PullPolicyVerdict.Unresolved);
    }

    private static async Task<List<PullPolicyResult>> TestAsync(string path)
    {
        var results = new List<PullPolicyResult>();
        await foreach (var result in new PullPolicyTester(path).TestPathAsync(path, recurse: true, new RecordingLog(), TestContext.Current.CancellationToken)) results.Add(result);
        return results;
    }
}
