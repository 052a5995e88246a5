using KindTools.Core.Manifests;
using KindTools.Tests.Fakes;

namespace KindTools.Tests.Manifests;

public class PodSpecPathTests
{
    private const string Workflow = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        spec:
          templates:
          - name: build
            container: {image: build}
          - name: test
            volumes: [{image: {reference: data}}]
            sidecars: [{name: db, image: db}]
        """;

    [Theory]
    [InlineData("spec.templates.container", "build")]
    [InlineData("$.spec.templates[*].container", "build")]
    [InlineData(".spec.templates[].sidecars", "db")]
    [InlineData("spec.templates", "data")]
    [InlineData("spec.nowhere")]
    [InlineData("spec.templates.name")]
    public void A_path_leads_to_pods_lists_of_containers_and_containers(string path, params string[] images) =>
        Assert.Equal(images, Test(Workflow, path).Select(result => result.Image));

    [Fact]
    public void What_is_found_anyhow_is_told_once() =>
        Assert.Single(Test(ManifestText.Pod("containers:\n- image: app"), "spec"));

    [Fact]
    public void What_a_path_finds_can_be_mended()
    {
        var repaired = new TextRepairer(RepairWish.Default).Repair(
            Workflow, ManifestContext.Bare with { PodSpecPaths = [PodSpecPath.Parse("spec.templates.container")] }, _ => true, new RecordingLog(), TestContext.Current.CancellationToken);

        Assert.Equal(Workflow.Replace("{image: build}", "{image: build, imagePullPolicy: IfNotPresent}", StringComparison.Ordinal), repaired.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spec..containers")]
    [InlineData("spec.templates[0]")]
    public void What_is_no_path_is_refused(string text) =>
        Assert.Equal("PodSpecPathInvalid", Assert.Throws<KindToolsException>(() => PodSpecPath.Parse(text)).ErrorId);

    private static List<PullPolicyResult> Test(string text, string path) =>
        [.. new PullPolicyTester("/", PodSpecPath.Parse(path)).TestText(text + "\n", new RecordingLog(), TestContext.Current.CancellationToken)];
}
