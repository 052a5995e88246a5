using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>What is said about why an image does not come to run.</summary>
internal static class PullFailureWords
{
    private const int LongestAnswer = 300;

    /// <summary>A few words for a column of a table.</summary>
    public static string Summary(PullDiagnosis diagnosis) => diagnosis.Cause switch
    {
        PodPullFailureCause.AlwaysPolicy => diagnosis.IsOutdated ? "the node has it, the pod's policy is still Always" : "the node has it, the policy is Always",
        PodPullFailureCause.AlwaysForced => "the node has it, admission forces Always",
        PodPullFailureCause.OnOtherNodes => $"only on {Names(diagnosis.Around.Presence!.PresentOn)}",
        PodPullFailureCause.NotLoaded => "in the engine, not loaded",
        PodPullFailureCause.InOtherCluster => $"loaded into cluster {Names(diagnosis.Around.Elsewhere.Select(elsewhere => elsewhere.Cluster))}",
        PodPullFailureCause.Misspelled => $"meant {diagnosis.Near.Similar[0]}?",
        PodPullFailureCause.TagMissing => $"there is {Names(diagnosis.Near.OtherTags)}",
        PodPullFailureCause.DigestMismatch => "other content is there",
        PodPullFailureCause.NeverAbsent => "the policy is Never, and nobody has it",
        PodPullFailureCause.NeverRefused => "the node has it, its records refuse it",
        PodPullFailureCause.Recovering => "the node has it now",
        PodPullFailureCause.InvalidName => "no valid name",
        PodPullFailureCause.WrongArchitecture => $"it is for {diagnosis.Around.OnNode?.Platform ?? "another platform"}",
        PodPullFailureCause.ContentIncomplete => "the node lacks a part of it",
        PodPullFailureCause.RegistryNotFound => $"{diagnosis.Registry} has no such image",
        PodPullFailureCause.RegistryDenied => $"{diagnosis.Registry} wants credentials",
        PodPullFailureCause.RegistryNoRoute => $"no connection to {diagnosis.Registry}",
        PodPullFailureCause.RegistryNoSuchHost => $"{diagnosis.Registry} does not resolve",
        PodPullFailureCause.RegistryTimeout => $"{diagnosis.Registry} does not answer",
        PodPullFailureCause.RegistryTls => $"no TLS with {diagnosis.Registry}",
        PodPullFailureCause.RegistryRateLimit => $"{diagnosis.Registry} limits pulls",
        PodPullFailureCause.RegistryError => $"{diagnosis.Registry} is out of order",
        _ => diagnosis.Message is null ? "no message tells" : Answer(diagnosis.Message),
    };

    /// <summary>Why, in one or two sentences.</summary>
    public static string Reason(PullDiagnosis diagnosis)
    {
        var node = diagnosis.Container.Node;
        return diagnosis.Cause switch
        {
            PodPullFailureCause.AlwaysPolicy => $"Node {node} has {diagnosis.Image}, but the pod's imagePullPolicy is Always{Default(diagnosis)}: the kubelet asks {diagnosis.Registry} whatever the node has.{Since(diagnosis)}{Said(diagnosis)}",
            PodPullFailureCause.AlwaysForced =>
                $"Node {node} has {diagnosis.Image}, and the imagePullPolicy asked for is {diagnosis.Asked}, but admission (such as the plugin AlwaysPullImages) made it Always in the live pod: the kubelet asks {diagnosis.Registry} whatever the node has.{Said(diagnosis)}",
            PodPullFailureCause.OnOtherNodes => $"{Names(diagnosis.Around.Presence!.PresentOn)} {Have(diagnosis.Around.Presence.PresentOn.Count)} {diagnosis.Image}, but the pod's node {node} does not, {Then(diagnosis)}{Said(diagnosis)}",
            PodPullFailureCause.NotLoaded => $"The container engine has {diagnosis.Image}, but no node of the cluster does: it has not been loaded, {Then(diagnosis)}{Said(diagnosis)}",
            PodPullFailureCause.InOtherCluster =>
                $"{diagnosis.Image} is on node {diagnosis.Around.Elsewhere[0].Node} of the kind cluster {diagnosis.Around.Elsewhere[0].Cluster}, but on none of this one: it was loaded into another cluster, {Then(diagnosis)}{Said(diagnosis)}",
            PodPullFailureCause.Misspelled => $"Neither a node nor the container engine has {diagnosis.Image}, but there is {Names(diagnosis.Near.Similar)}.{Said(diagnosis)}",
            PodPullFailureCause.TagMissing => $"Neither a node nor the container engine has {diagnosis.Image}, but there is {Names(diagnosis.Near.OtherTags)}.{Said(diagnosis)}",
            PodPullFailureCause.DigestMismatch =>
                $"The pod asks for exactly {diagnosis.Wanted!.Digest}, and what is there of {diagnosis.Wanted.Repository} has other digests: {Names(diagnosis.Near.OtherTags)}. A loaded image has the digest of its manifest in the node, which a rebuild, a push and an engine's own store each change.{Said(diagnosis)}",
            PodPullFailureCause.NeverAbsent => diagnosis.Around.Presence is null
                ? $"The imagePullPolicy is Never, and the node does not have {diagnosis.Image}."
                : $"The imagePullPolicy is Never, and neither a node nor the container engine has {diagnosis.Image}.",
            PodPullFailureCause.NeverRefused =>
                $"Node {node} has {diagnosis.Image}, but the kubelet's records say that this content was pulled with credentials that the pod does not have, and with the policy Never it may not ask anew (KubeletEnsureSecretPulledImages, on since Kubernetes 1.35).",
            PodPullFailureCause.Recovering => $"Node {node} has {diagnosis.Image} by now, and the policy {diagnosis.Container.Policy} lets the kubelet use it at its next try.",
            PodPullFailureCause.InvalidName => $"'{diagnosis.Container.Image}' is no valid image reference, and the kubelet does not even try.{Said(diagnosis)}",
            PodPullFailureCause.WrongArchitecture => Foreign(diagnosis),
            PodPullFailureCause.ContentIncomplete => $"Node {node} knows {diagnosis.Image} by name, but lacks a part of its content: it was loaded in part, damaged since, or has lost the name that its content hangs on.{Said(diagnosis)}",
            _ => Registry(diagnosis),
        };
    }

    private static string Registry(PullDiagnosis diagnosis)
    {
        var asked = diagnosis.Around.Presence is null
            ? $"The kubelet asked {diagnosis.Registry} for {diagnosis.Image}"
            : $"No node has {diagnosis.Image}, nor has the container engine, and the kubelet asked {diagnosis.Registry} for it";
        var how = diagnosis.Cause switch
        {
            PodPullFailureCause.RegistryNotFound => ", which has no such image",
            PodPullFailureCause.RegistryDenied => ", which refuses it without other credentials; many registries say so too of what they do not have",
            PodPullFailureCause.RegistryNoRoute => ", which cannot be reached from the node",
            PodPullFailureCause.RegistryNoSuchHost => ", whose name does not resolve on the node",
            PodPullFailureCause.RegistryTimeout => ", which did not answer in time",
            PodPullFailureCause.RegistryTls => ", with which the node cannot agree on TLS",
            PodPullFailureCause.RegistryRateLimit => ", which limits how often may be pulled",
            PodPullFailureCause.RegistryError => ", which answered with an error of its own",
            _ => diagnosis.Message is null ? "; what became of it is told neither by the status nor by events, which are kept for an hour" : "",
        };
        return $"{asked}{how}.{Said(diagnosis)}";
    }

    private static string Foreign(PullDiagnosis diagnosis)
    {
        var held = diagnosis.Around.OnNode?.Platform;
        var runs = diagnosis.Around.NodePlatform is { } platform ? $"runs {platform}" : "cannot run it";
        return held is null
            ? $"{diagnosis.Image} is for another platform: the node {runs}.{Said(diagnosis)}"
            : $"{diagnosis.Image} on node {diagnosis.Container.Node} is for {held}, and the node {runs}.{Said(diagnosis)}";
    }

    private static string Default(PullDiagnosis diagnosis) =>
        diagnosis.Wanted is { Tag: ImageReference.DefaultTag } ? ", which is the default for the tag latest" : "";

    private static string Since(PullDiagnosis diagnosis) =>
        diagnosis.IsOutdated ? $" {diagnosis.Owners.Owners[^1]} says {diagnosis.TemplatePolicy} by now, but the pod was made before." : "";

    private static string Then(PullDiagnosis diagnosis) =>
        diagnosis.Container.Policy == PullPolicy.Never ? "and the imagePullPolicy Never forbids to ask a registry." : $"and so the kubelet asks {diagnosis.Registry}.";

    private static string Said(PullDiagnosis diagnosis) => diagnosis.Message is null ? "" : $" The runtime says: {Answer(diagnosis.Message)}.";

    private static string Answer(string message)
    {
        var answer = PullMessage.Core(message).TrimEnd('.', ' ', '\n');
        return answer.Length <= LongestAnswer ? answer : answer[..LongestAnswer] + "…";
    }

    private static string Have(int count) => count == 1 ? "has" : "have";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
