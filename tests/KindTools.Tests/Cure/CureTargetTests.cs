using System.Text.Json.Nodes;
using KindTools.Core.Cure;

namespace KindTools.Tests.Cure;

public class CureTargetTests
{
    private static readonly ContainerEdit Policy = new(ContainerType.Container, "app", PullPolicy.IfNotPresent, null);
    private static readonly ContainerEdit Image = new(ContainerType.Container, "app", null, "app:v1");

    [Theory]
    [InlineData("", "policy", "Pod/web Recreate")]
    [InlineData("", "image", "Pod/web PatchPod")]
    [InlineData("", "", "Pod/web Wait")]
    [InlineData("", "restart", "Pod/web Recreate")]
    [InlineData("ReplicaSet Deployment", "policy", "Deployment/top Patch")]
    [InlineData("ReplicaSet Deployment", "image", "Deployment/top Patch")]
    [InlineData("ReplicaSet Deployment", "", "Deployment/top Wait")]
    [InlineData("ReplicaSet Deployment", "restart", "Deployment/top Restart")]
    [InlineData("ReplicaSet", "policy", "ReplicaSet/top PatchAndDelete")]
    [InlineData("ReplicaSet", "restart", "ReplicaSet/top PatchAndDelete")]
    [InlineData("StatefulSet", "policy", "StatefulSet/top PatchAndDelete")]
    [InlineData("StatefulSet", "restart", "StatefulSet/top Restart")]
    [InlineData("DaemonSet", "policy", "DaemonSet/top Patch")]
    [InlineData("Job", "policy", "Job/top Recreate")]
    [InlineData("Job CronJob", "policy", "CronJob/top PatchAndRecreate Job/job")]
    [InlineData("Job CronJob", "", "CronJob/top Wait Job/job")]
    // A kind that is not Kubernetes' own undoes what is done below it.
    [InlineData("ReplicaSet Rollout", "policy", "none")]
    [InlineData("ReplicaSet Rollout", "", "Rollout/top Wait")]
    public void The_object_at_the_top_is_changed_as_the_API_allows(string owners, string change, string expected)
    {
        var kinds = owners.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var failure = CureChooserTests.Failure(PodPullFailureCause.AlwaysPolicy, "Always", "here") with
        {
            Owners = [.. kinds.Select((kind, index) => new PodOwner("apps/v1", kind, index == kinds.Length - 1 ? "top" : kind.ToLowerInvariant(), $"{index}"))],
        };
        IReadOnlyList<ContainerEdit> edits = change switch { "policy" => [Policy], "image" => [Image], _ => [] };

        var target = CureTarget.Of(CureCase.Of(failure, PullPolicy.IfNotPresent), edits, restart: change == "restart");

        Assert.Equal(expected, target is null ? "none" : $"{target.Name} {target.Method}{(target.Job is null ? "" : $" {target.Job}")}");
    }

    [Theory]
    [InlineData("deployment-web", "app=web")]
    [InlineData("statefulset-db", "app=db")]
    public void Pods_are_listed_by_their_objects_selector(string name, string selector) =>
        Assert.Equal(selector, CurePods.Selector(CapturedObject.Read(name)["spec"]!["selector"]));

    [Theory]
    [InlineData("""{"app":"rc"}""", "app=rc")]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"In","values":["a","b"]},{"key":"old","operator":"DoesNotExist"}]}""", "tier in (a,b),!old")]
    [InlineData("""{"matchLabels":{"app":"x"},"matchExpressions":[{"key":"t","operator":"NotIn","values":["a"]},{"key":"k","operator":"Exists"}]}""", "app=x,t notin (a),k")]
    public void Selectors_are_said_in_the_servers_words(string selector, string expected) => Assert.Equal(expected, CurePods.Selector(JsonNode.Parse(selector)));
}
