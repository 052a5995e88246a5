using KindTools.Core.Diagnosis;
using static KindTools.PodPullFailureCause;

namespace KindTools.Tests.Diagnosis;

public class PullFailureClassifierTests
{
    private static readonly ClusterIdentity Cluster = new("kind", "kind-kind");

    [Theory]
    // The story, as the pod's first and second state show it, with and without a tag, and in an init container.
    [InlineData("story-err", "node", AlwaysPolicy)]
    [InlineData("story-backoff", "node", AlwaysPolicy)]
    [InlineData("no-tag", "node", AlwaysPolicy)]
    [InlineData("always", "node", AlwaysPolicy)]
    [InlineData("init", "node", AlwaysPolicy)]
    [InlineData("deployment", "node", AlwaysPolicy)]
    // A pod whose image was corrected keeps the policy that it was made with.
    [InlineData("image-patched", "node", AlwaysPolicy)]
    [InlineData("one-node", "others", OnOtherNodes)]
    [InlineData("elsewhere", "others", OnOtherNodes)]
    [InlineData("notloaded", "engine", NotLoaded)]
    [InlineData("cronjob", "engine", NotLoaded)]
    [InlineData("never-absent", "engine", NotLoaded)]
    [InlineData("story-err", "cluster", InOtherCluster)]
    [InlineData("late", "node", Recovering)]
    [InlineData("never-absent", "", NeverAbsent)]
    [InlineData("invalid", "", InvalidName)]
    [InlineData("content", "node", ContentIncomplete)]
    // A name with nothing behind it: the runtime knows nothing of it, and the kubelet asks a registry.
    [InlineData("late", "hollow", ContentIncomplete)]
    [InlineData("always", "hollow", ContentIncomplete)]
    [InlineData("never-absent", "hollow", ContentIncomplete)]
    [InlineData("notfound", "", RegistryNotFound)]
    [InlineData("hub-notfound", "", RegistryNotFound)]
    [InlineData("private", "", RegistryDenied)]
    [InlineData("denied", "", RegistryDenied)]
    [InlineData("hub-denied", "", RegistryDenied)]
    [InlineData("limit", "", RegistryRateLimit)]
    [InlineData("hub-limit", "", RegistryRateLimit)]
    [InlineData("down", "", RegistryError)]
    [InlineData("hub-down", "", RegistryError)]
    [InlineData("refused", "", RegistryNoRoute)]
    [InlineData("noroute", "", RegistryNoRoute)]
    [InlineData("dns", "", RegistryNoSuchHost)]
    [InlineData("story-backoff", "", RegistryNoSuchHost)]
    [InlineData("timeout", "", RegistryTimeout)]
    [InlineData("tls", "", RegistryTls)]
    [InlineData("hub-tls", "", RegistryTls)]
    public void The_cause_is_told_from_the_pod_its_events_and_what_nodes_and_engine_hold(string captured, string where, PodPullFailureCause cause)
    {
        var failure = Classify(captured, where);

        Assert.Equal(cause, failure!.Cause);
        Assert.NotEmpty(failure.Evidence);
        Assert.All((string[])[failure.Summary, failure.Reason, failure.Remedy], words => Assert.False(string.IsNullOrWhiteSpace(words)));
    }

    [Theory]
    [InlineData("misspelled", "kindtools-test/misspelled:v1", Misspelled)]
    [InlineData("misspelled", "docker.io/other/mispelled:v1", Misspelled)]
    [InlineData("hub-denied", "resouer/ubunut-bc:latest", Misspelled)]
    [InlineData("tagmissing", "kindtools-test/digest:v1", TagMissing)]
    [InlineData("digest", "kindtools-test/digest:v1", DigestMismatch)]
    [InlineData("digestlatest", "kindtools-test/digest:v1", DigestMismatch)]
    // No typing error: four of six letters differ.
    [InlineData("never-absent", "kindtools-test/digest:v1", NeverAbsent)]
    // A registry that wants credentials has been asked for the right name, as far as anybody can tell.
    [InlineData("private", "127.0.0.1:5005/private/app:v0", RegistryDenied)]
    [InlineData("limit", "127.0.0.1:5005/limit/app:v0", RegistryRateLimit)]
    public void Names_that_are_there_tell_what_may_have_been_meant(string captured, string known, PodPullFailureCause cause)
    {
        var failure = Classify(captured, "", known)!;

        Assert.Equal(cause, failure.Cause);
        if (cause is Misspelled or TagMissing) Assert.Contains(failure.NearMisses[0], failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Admission_forced_the_policy_when_the_template_says_another()
    {
        var captured = CapturedPod.Read("admission");
        var template = new k8s.Models.V1PodSpec { Containers = [new() { Name = "pi", Image = "resouer/ubuntu-bc:v1", ImagePullPolicy = "IfNotPresent" }] };
        var owners = new OwnerChain([captured.Failing.Owner!], template, null, Origin: template);

        var failure = PullFailureClassifier.Classify(captured.Failing, captured.Events, owners, Around.Of(captured.Failing, "node"), Cluster)!;

        Assert.Equal((AlwaysForced, PullPolicy.Always, PullPolicy.IfNotPresent), (failure.Cause, failure.EffectivePolicy, failure.TemplatePolicy));
        Assert.Null(failure.RemedyCommand);
    }

    [Fact]
    public void Admission_forced_the_policy_when_a_pod_was_applied_with_another()
    {
        var captured = CapturedPod.Read("notloaded");
        captured.Pod.Spec.Containers[0].ImagePullPolicy = "Always";

        Assert.Equal(AlwaysForced, Classify(captured, "node")!.Cause);
    }

    [Fact]
    public void Nobody_forced_a_policy_that_the_template_said_when_the_pod_was_made()
    {
        var captured = CapturedPod.Read("deployment");
        var origin = new k8s.Models.V1PodSpec { Containers = [.. captured.Pod.Spec.Containers] };
        var corrected = new k8s.Models.V1PodSpec { Containers = [new() { Name = captured.Failing.Container, ImagePullPolicy = "IfNotPresent" }] };
        var owners = new OwnerChain([captured.Failing.Owner!, new PodOwner("apps/v1", "Deployment", "web", "9")], corrected, null, origin);

        var failure = PullFailureClassifier.Classify(captured.Failing, captured.Events, owners, Around.Of(captured.Failing, "node"), Cluster)!;

        Assert.Equal((AlwaysPolicy, PullPolicy.Always, PullPolicy.IfNotPresent), (failure.Cause, failure.EffectivePolicy, failure.TemplatePolicy));
        Assert.Contains("Deployment/web says IfNotPresent by now", failure.Reason, StringComparison.Ordinal);
        Assert.Contains("replaces the pod by one with the policy IfNotPresent", failure.Remedy, StringComparison.Ordinal);
        Assert.Contains("Deployment/web: imagePullPolicy IfNotPresent", failure.Evidence);
    }

    [Theory]
    [InlineData("arm")]
    [InlineData("arm64-job")]
    public void A_program_that_ends_at_once_is_ours_only_when_it_is_for_another_architecture(string name)
    {
        var captured = CapturedPod.Read(name);

        Assert.Equal(WrongArchitecture, PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, Around.Of(captured.Failing, "node", "linux/arm64"), Cluster)!.Cause);
        Assert.Null(PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, Around.Of(captured.Failing, "node"), Cluster));
        Assert.Null(PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, ImageSurroundings.Unknown, Cluster));
    }

    [Theory]
    [InlineData("v1.34.1", Recovering)]
    [InlineData("v1.35.0", NeverRefused)]
    [InlineData("v1.36.2", NeverRefused)]
    public void Never_with_the_image_on_the_node_is_refused_by_kubelets_that_keep_records(string version, PodPullFailureCause cause)
    {
        // The message is the same as for an absent image: kubernetes issue 138175.
        var captured = CapturedPod.Read("never-absent");

        Assert.Equal(cause, PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, Around.Of(captured.Failing, "node", version: version), Cluster)!.Cause);
    }

    [Theory]
    [InlineData("story-backoff", RegistryNoSuchHost)]
    [InlineData("never-absent", NeverAbsent)]
    [InlineData("hub-denied", RegistryDenied)]
    public void Without_nodes_to_ask_messages_have_to_do(string name, PodPullFailureCause cause)
    {
        var captured = CapturedPod.Read(name);
        var failure = PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, ImageSurroundings.Unknown, new ClusterIdentity(null, "work"))!;

        Assert.Equal(cause, failure.Cause);
        Assert.Null(failure.Nodes);
        Assert.Contains(failure.Evidence, line => line.StartsWith("nodes: not asked", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_events_a_waiting_container_has_no_known_cause_but_for_what_nodes_tell()
    {
        var captured = CapturedPod.Read("story-backoff") with { Events = [] };

        var unknown = Classify(captured, "")!;
        Assert.Equal((Unknown, null, captured.Pod.Status.StartTime), (unknown.Cause, unknown.Tries, unknown.Since?.UtcDateTime));
        Assert.Equal(AlwaysPolicy, Classify(captured, "node")!.Cause);
    }

    [Fact]
    public void The_story_in_full()
    {
        var failure = Classify("story-backoff", "node")!;

        Assert.Equal(("kind", "kind-kind", "pi", ContainerType.Container), (failure.Cluster, failure.Context, failure.Container, failure.ContainerType));
        Assert.Equal(("resouer/ubuntu-bc:latest", "docker.io/resouer/ubuntu-bc:latest"), (failure.Image, failure.NormalizedImage));
        Assert.Equal(("ImagePullBackOff", PullPolicy.Always, 2), (failure.WaitingReason, failure.EffectivePolicy, failure.Tries));
        Assert.Equal(["seed-worker"], failure.Node);
        Assert.Equal(new DateTime(2026, 11, 23, 18, 32, 50, DateTimeKind.Utc), failure.Since!.Value.UtcDateTime, TimeSpan.FromMinutes(5));
        Assert.Contains("no such host", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the default for the tag latest", failure.Reason, StringComparison.Ordinal);
        Assert.Contains("IfNotPresent", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal($"Get-PodPullFailure {failure.Pod} -Namespace {failure.Namespace} -Cluster kind | Repair-PodPullFailure", failure.RemedyCommand);
        Assert.Contains(failure.Evidence, line => line.StartsWith("node seed-worker: has docker.io/resouer/ubuntu-bc:latest", StringComparison.Ordinal));
    }

    [Fact]
    public void Loading_alone_does_not_mend_a_pod_that_asks_the_registry_anyway()
    {
        var failure = Classify("always", "engine")!;

        Assert.Equal(NotLoaded, failure.Cause);
        Assert.StartsWith("Import-KindImage kindtools-test/here:latest -Cluster kind; ", failure.RemedyCommand, StringComparison.Ordinal);
        Assert.EndsWith("| Repair-PodPullFailure", failure.RemedyCommand, StringComparison.Ordinal);
        Assert.Equal("Import-KindImage kindtools-test/notloaded:v1 -Cluster kind", Classify("notloaded", "engine")!.RemedyCommand);
    }

    [Theory]
    // Where the repair is sure it does more than the image: it loads it, and sees to the policy.
    [InlineData("misspelled", "kindtools-test/misspelled:v1", "Get-PodPullFailure misspelled -Namespace diag -Cluster kind | Repair-PodPullFailure")]
    [InlineData("misspelled", "kindtools-test/misspelled:v2", "kubectl --context kind-kind --namespace diag set image pod/misspelled main=kindtools-test/misspelled:v2")]
    [InlineData("tagmissing", "kindtools-test/digest:v1", "kubectl --context kind-kind --namespace diag set image pod/tagmissing main=kindtools-test/digest:v1")]
    public void A_near_name_has_a_command(string captured, string known, string command) => Assert.Equal(command, Classify(captured, "", known)!.RemedyCommand);

    private static PodPullFailure? Classify(string captured, string where, params string[] known) => Classify(CapturedPod.Read(captured), where, known);

    private static PodPullFailure? Classify(CapturedPod captured, string where, params string[] known) =>
        PullFailureClassifier.Classify(captured.Failing, captured.Events, OwnerChain.None, Around.Of(captured.Failing, where, known: known), Cluster);
}
