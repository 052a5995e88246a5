using System.Text.Json.Nodes;
using KindTools.Core.Cure;

namespace KindTools.Tests.Cure;

/// <summary>What is left of real live objects is what their authors applied, and the server's defaults.</summary>
public class CleanCopyTests
{
    private const string Applied = "kubectl.kubernetes.io/last-applied-configuration";

    [Theory]
    [InlineData("pod-bare")]
    [InlineData("job-once")]
    [InlineData("job-nightly")]
    public void What_the_server_added_to_the_object_itself_is_gone(string name)
    {
        var copy = CleanCopy.Of(CapturedObject.Read(name));

        Assert.False(copy.ContainsKey("status"));
        Assert.Empty(copy["metadata"]!.AsObject().Select(field => field.Key).Except(["name", "namespace", "labels", "annotations", "ownerReferences"]));
    }

    [Theory]
    [InlineData("pod-bare")]
    [InlineData("job-once")]
    public void Everything_that_the_author_applied_is_there(string name)
    {
        var live = CapturedObject.Read(name);
        var applied = JsonNode.Parse(live["metadata"]!["annotations"]![Applied]!.GetValue<string>())!;

        AssertContains(applied, CleanCopy.Of(live), "");
    }

    [Fact]
    public void The_live_object_stays_as_it_is()
    {
        var live = CapturedObject.Read("job-once");
        var before = live.ToJsonString();

        CleanCopy.Of(live);

        Assert.Equal(before, live.ToJsonString());
    }

    [Fact]
    public void A_pod_is_scheduled_anew_and_gets_a_token_anew()
    {
        var spec = CleanCopy.Of(CapturedObject.Read("pod-bare"))["spec"]!.AsObject();

        Assert.False(spec.ContainsKey("nodeName"));
        Assert.False(spec.ContainsKey("volumes"));
        Assert.False(spec["containers"]![0]!.AsObject().ContainsKey("volumeMounts"));
    }

    [Fact]
    public void A_node_that_the_author_chose_stays_chosen()
    {
        var live = CapturedObject.Read("pod-bare");
        var applied = JsonNode.Parse(live["metadata"]!["annotations"]![Applied]!.GetValue<string>())!;
        applied["spec"]!["nodeName"] = "repair-k-control-plane";
        live["metadata"]!["annotations"]![Applied] = applied.ToJsonString();

        Assert.Equal("repair-k-control-plane", CleanCopy.Of(live)["spec"]!["nodeName"]!.GetValue<string>());
    }

    [Fact]
    public void Newer_tokens_go_too_and_the_authors_volumes_stay()
    {
        var live = CapturedObject.Read("pod-bare");
        Rename(live, "default-token-6hlq5", "kube-api-access-x7k2p");
        live["spec"]!["volumes"]!.AsArray().Add(JsonNode.Parse("""{"name":"data","emptyDir":{}}"""));
        live["spec"]!["containers"]![0]!["volumeMounts"]!.AsArray().Add(JsonNode.Parse("""{"name":"data","mountPath":"/data"}"""));

        var spec = CleanCopy.Of(live)["spec"]!;

        Assert.Equal("data", Assert.Single(spec["volumes"]!.AsArray())!["name"]!.GetValue<string>());
        Assert.Equal("data", Assert.Single(spec["containers"]![0]!["volumeMounts"]!.AsArray())!["name"]!.GetValue<string>());
    }

    [Fact]
    public void A_Job_gets_its_selector_and_the_labels_of_its_controller_anew()
    {
        var copy = CleanCopy.Of(CapturedObject.Read("job-once"));

        Assert.False(copy["spec"]!.AsObject().ContainsKey("selector"));
        Assert.False(copy["metadata"]!.AsObject().ContainsKey("labels"));
        Assert.DoesNotContain("controller-uid", copy["spec"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_selector_of_the_authors_own_is_kept()
    {
        var live = CapturedObject.Read("job-once");
        live["spec"]!["manualSelector"] = true;

        Assert.True(JsonNode.DeepEquals(live["spec"]!["selector"], CleanCopy.Of(live)["spec"]!["selector"]));
    }

    [Fact]
    public void A_Job_of_a_CronJob_stays_one() =>
        Assert.Equal("nightly", CleanCopy.Of(CapturedObject.Read("job-nightly"))["metadata"]!["ownerReferences"]![0]!["name"]!.GetValue<string>());

    [Fact]
    public void Fields_that_nobody_here_knows_are_kept()
    {
        var live = CapturedObject.Read("pod-bare");
        live["spec"]!["somethingOfTomorrow"] = JsonNode.Parse("""{"deep":[1]}""");

        Assert.Equal("""{"deep":[1]}""", CleanCopy.Of(live)["spec"]!["somethingOfTomorrow"]!.ToJsonString());
    }

    private static void Rename(JsonObject live, string from, string to)
    {
        var renamed = JsonNode.Parse(live["spec"]!.ToJsonString().Replace(from, to, StringComparison.Ordinal));
        live["spec"] = renamed;
    }

    private static void AssertContains(JsonNode expected, JsonNode? actual, string path)
    {
        switch (expected)
        {
            case JsonObject fields:
                foreach (var (key, value) in fields.Where(field => field.Value is not (null or JsonObject { Count: 0 })))
                    AssertContains(value!, (actual as JsonObject)?[key], $"{path}.{key}");
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++) AssertContains(items[i]!, (actual as JsonArray)?[i], $"{path}[{i}]");
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{path} is {actual?.ToJsonString() ?? "gone"} instead of {expected.ToJsonString()}.");
                break;
        }
    }
}
