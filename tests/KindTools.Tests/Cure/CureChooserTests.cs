using KindTools.Core.Cure;
using static KindTools.PodPullFailureCause;

namespace KindTools.Tests.Cure;

/// <summary>Which cure a cause has: the words for it are <c>load</c> (from the engine), <c>copy</c> (from a node), and the edit.</summary>
public class CureChooserTests
{
    [Theory]
    // What the node has, and the policy keeps from being used.
    [InlineData(AlwaysPolicy, "Always", "here", "policy IfNotPresent")]
    [InlineData(AlwaysForced, "Always", "here", "policy IfNotPresent")]
    [InlineData(NeverRefused, "Never", "here", "policy IfNotPresent")]
    // A pod that is made anew may come to a node that lacks it.
    [InlineData(AlwaysPolicy, "Always", "here others-lack engine", "load, policy IfNotPresent")]
    [InlineData(AlwaysPolicy, "Always", "here others-lack", "copy from kind, policy IfNotPresent")]
    // What lies elsewhere.
    [InlineData(NotLoaded, "IfNotPresent", "engine", "load")]
    [InlineData(NotLoaded, "Never", "engine", "load")]
    [InlineData(NotLoaded, "Always", "engine", "load, policy IfNotPresent")]
    [InlineData(OnOtherNodes, "IfNotPresent", "others", "copy from kind")]
    [InlineData(OnOtherNodes, "IfNotPresent", "others engine", "load")]
    [InlineData(InOtherCluster, "IfNotPresent", "cluster", "copy from other")]
    [InlineData(InOtherCluster, "Always", "cluster engine", "load, policy IfNotPresent")]
    [InlineData(ContentIncomplete, "IfNotPresent", "here engine", "load all onto worker")]
    [InlineData(ContentIncomplete, "IfNotPresent", "here others", "copy from kind all onto worker")]
    [InlineData(ContentIncomplete, "IfNotPresent", "here", "none")]
    // One near miss is sure; where it is on no node yet, it is loaded.
    [InlineData(Misspelled, "IfNotPresent", "near-on-node", "image app:dev")]
    [InlineData(Misspelled, "IfNotPresent", "near", "load, image app:dev")]
    [InlineData(Misspelled, "Always", "near-on-node", "policy IfNotPresent, image app:dev")]
    [InlineData(Misspelled, "IfNotPresent", "near-two", "none")]
    [InlineData(Misspelled, "IfNotPresent", "near-other-tag", "none")]
    [InlineData(Recovering, "IfNotPresent", "here", "")]
    // Nothing in the cluster helps.
    [InlineData(NeverAbsent, "Never", "", "none")]
    [InlineData(TagMissing, "IfNotPresent", "", "none")]
    [InlineData(DigestMismatch, "IfNotPresent", "", "none")]
    [InlineData(InvalidName, "IfNotPresent", "", "none")]
    [InlineData(WrongArchitecture, "IfNotPresent", "here", "none")]
    [InlineData(RegistryDenied, "IfNotPresent", "", "none")]
    [InlineData(RegistryNoRoute, "IfNotPresent", "", "none")]
    [InlineData(Unknown, "IfNotPresent", "", "none")]
    public void A_cause_has_its_cure(PodPullFailureCause cause, string policy, string where, string cure) =>
        Assert.Equal(cure, Words(CureChooser.Choose(Failure(cause, policy, where), PullPolicy.IfNotPresent)));

    [Theory]
    [InlineData(AlwaysPolicy, "policy Never")]
    // Never is what the kubelet refuses there.
    [InlineData(NeverRefused, "policy IfNotPresent")]
    public void Never_is_given_to_whom_it_helps(PodPullFailureCause cause, string cure) =>
        Assert.Equal(cure, Words(CureChooser.Choose(Failure(cause, "Always", "here"), PullPolicy.Never)));

    [Fact]
    public void An_ephemeral_container_cannot_be_changed() => Assert.Contains(
        "kubectl debug", CureChooser.Choose(Failure(AlwaysPolicy, "Always", "here") with { ContainerType = ContainerType.EphemeralContainer }, PullPolicy.IfNotPresent).Remedy, StringComparison.Ordinal);

    [Fact]
    public void Without_a_cure_the_diagnosis_has_the_last_word() =>
        Assert.Equal("See to it.", CureChooser.Choose(Failure(RegistryTls, "IfNotPresent", ""), PullPolicy.IfNotPresent).Remedy);

    [Theory]
    [InlineData(PodImageDriftKind.NodeHasOther, "IfNotPresent", true, "restart")]
    [InlineData(PodImageDriftKind.NodeHasOther, "Always", true, "policy IfNotPresent")]
    [InlineData(PodImageDriftKind.RegistryAnswered, "Always", true, "load, policy IfNotPresent")]
    [InlineData(PodImageDriftKind.RegistryAnswered, "IfNotPresent", true, "load, restart")]
    [InlineData(PodImageDriftKind.EngineHasOther, "IfNotPresent", true, "load, restart")]
    [InlineData(PodImageDriftKind.NodeHasNone, "IfNotPresent", true, "load")]
    [InlineData(PodImageDriftKind.NodeHasNone, "IfNotPresent", false, "none")]
    public void Drift_has_its_cure(PodImageDriftKind kind, string policy, bool inEngine, string cure) =>
        Assert.Equal(cure, Words(DriftCureChooser.Choose(Drift(kind, policy) with { EngineImageId = inEngine ? "sha256:1" : null }, PullPolicy.IfNotPresent)));

    [Theory]
    [InlineData("Job")]
    [InlineData("CronJob")]
    public void What_runs_to_its_end_is_not_restarted(string kind) => Assert.Equal(
        "none", Words(DriftCureChooser.Choose(Drift(PodImageDriftKind.NodeHasOther, "IfNotPresent") with { Owners = [new PodOwner("batch/v1", kind, "x", "1")] }, PullPolicy.IfNotPresent)));

    internal static PodPullFailure Failure(PodPullFailureCause cause, string policy, string where)
    {
        var words = where.Split(' ');
        var near = words[0].StartsWith("near", StringComparison.Ordinal);
        return new PodPullFailure
        {
            Cluster = "kind",
            Context = "kind-kind",
            Namespace = "shop",
            Pod = "web",
            Pods = ["web"],
            Container = "app",
            ContainerType = ContainerType.Container,
            Image = near ? "apq:dev" : "app:dev",
            NormalizedImage = near ? "docker.io/library/apq:dev" : "docker.io/library/app:dev",
            Node = ["worker"],
            WaitingReason = "ImagePullBackOff",
            Cause = cause,
            Summary = "",
            Reason = "",
            EffectivePolicy = Enum.Parse<PullPolicy>(policy),
            Owners = [],
            InEngine = words.Contains("engine"),
            OtherClusters = words.Contains("cluster") ? ["other"] : [],
            NearMisses = words[0] switch { "near-two" => ["app:dev", "api:dev"], "near-other-tag" => ["app:v1"], _ => near ? ["app:dev"] : [] },
            Nodes = new NodeImagePresence
            {
                PresentOn = [.. words.Contains("here") ? ["worker"] : Array.Empty<string>(), .. words.Contains("others") ? ["control-plane"] : Array.Empty<string>()],
                MissingOn = words.Contains("others-lack") ? ["control-plane"] : [],
                OutdatedOn = [],
                NearMisses = words[0] == "near-on-node" ? ["app:dev"] : [],
            },
            Evidence = [],
            Remedy = "See to it.",
        };
    }

    internal static PodImageDrift Drift(PodImageDriftKind kind, string policy) => new()
    {
        Cluster = "kind",
        Context = "kind-kind",
        Namespace = "shop",
        Pod = "web",
        Container = "app",
        ContainerType = ContainerType.Container,
        Image = "app:dev",
        NormalizedImage = "docker.io/library/app:dev",
        Node = "worker",
        Drift = kind,
        IsRunning = true,
        RunningImageId = "sha256:2",
        EngineImageId = "sha256:1",
        EffectivePolicy = Enum.Parse<PullPolicy>(policy),
        Owners = [],
        Reason = "",
        Remedy = "See to it.",
    };

    private static string Words(ContainerCure cure)
    {
        if (cure.Remedy is not null) return "none";

        var words = new List<string>();
        if (cure.Load is { } load) words.Add($"{(load.Supply == ImageSupply.Engine ? "load" : $"copy from {load.From}")}{(load.Damaged.Count > 0 ? $" all onto {string.Join(' ', load.Damaged)}" : "")}");
        if (cure.Edit?.Policy is { } policy) words.Add($"policy {policy}");
        if (cure.Edit?.Image is { } image) words.Add($"image {image}");
        if (cure.Restart) words.Add("restart");
        return string.Join(", ", words);
    }
}
