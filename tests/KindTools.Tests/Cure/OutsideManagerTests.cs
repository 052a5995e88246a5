using System.Text.Json.Nodes;
using KindTools.Core.Cure;
using KindTools.Core.Diagnosis;

namespace KindTools.Tests.Cure;

public class OutsideManagerTests
{
    [Theory]
    [InlineData("""{"annotations":{"meta.helm.sh/release-name":"shop"}}""", "Helm", "release shop")]
    [InlineData("""{"labels":{"argocd.argoproj.io/instance":"shop"}}""", "Argo CD", "application shop")]
    [InlineData("""{"annotations":{"argocd.argoproj.io/tracking-id":"shop:apps/Deployment:web/web"}}""", "Argo CD", "application shop")]
    [InlineData("""{"labels":{"kustomize.toolkit.fluxcd.io/name":"apps"}}""", "Flux", "kustomization apps")]
    [InlineData("""{"labels":{"helm.toolkit.fluxcd.io/name":"shop"},"annotations":{"meta.helm.sh/release-name":"shop"}}""", "Flux", "release shop")]
    [InlineData("""{"managedFields":[{"manager":"argocd-controller"}]}""", "Argo CD", null)]
    [InlineData("""{"managedFields":[{"manager":"kustomize-controller"}]}""", "Flux", null)]
    [InlineData("""{"managedFields":[{"manager":"helm"}]}""", "Helm", null)]
    [InlineData("""{"managedFields":[{"manager":"kubectl-client-side-apply"}]}""", null, null)]
    public void What_an_object_says_of_itself_tells_who_would_undo_a_change(string metadata, string? manager, string? unit)
    {
        var found = OutsideManager.Of(new JsonObject { ["metadata"] = JsonNode.Parse(metadata) }, told: null);

        Assert.Equal((manager, unit), (found?.Name, found?.Unit));
    }

    [Theory]
    [InlineData("Helm", "Helm")]
    [InlineData("skaffold", null)]
    public void What_the_diagnosis_found_counts_where_it_undoes_changes(string told, string? manager) =>
        Assert.Equal(manager, OutsideManager.Of(CapturedObject.Read("deployment-web"), told)?.Name);

    [Fact]
    public void The_remedy_names_the_release_and_the_change() => Assert.Equal(
        "Helm manages Deployment/web (release shop), and would undo a change made in the cluster. In the chart or its values: Set imagePullPolicy of container 'app' of Deployment/web to IfNotPresent. And then 'helm upgrade shop'. -Force changes it in the cluster all the same.",
        new Manager("Helm", "release shop").Remedy("Deployment/web", [new ContainerEdit(ContainerType.Container, "app", PullPolicy.IfNotPresent, null)]));
}
