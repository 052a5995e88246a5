using KindTools.Core.Diagnosis;
using KindTools.Core.Images;
using KindTools.Tests.Cure;

namespace KindTools.Tests.Diagnosis;

public class DriftWordsTests
{
    [Theory]
    [InlineData("Deployment", "kubectl rollout restart deployment/app --namespace shop --context kind-kind")]
    [InlineData("ReplicaSet", "kubectl delete pod web --namespace shop --context kind-kind")]
    [InlineData(null, "Get-PodImageDrift web -Namespace shop -Cluster kind | Repair-PodPullFailure")]
    [InlineData("Job", null)]
    public void What_starts_a_pod_anew_is_its_controllers_matter(string? controller, string? command)
    {
        var drift = CureChooserTests.Drift(PodImageDriftKind.NodeHasOther, "IfNotPresent") with { Owners = controller is null ? [] : [new PodOwner("v1", controller, "app", "1")] };

        Assert.Equal(command, DriftWords.For(drift.Drift, drift, ImageReference.Parse(drift.Image)).Command);
    }
}
