using KindTools.Core.Images;

namespace KindTools.Core.Diagnosis;

/// <summary>What to do about it: a sentence, and where one can, the command that does it.</summary>
internal static class PullRemedy
{
    /// <summary>What <c>kubectl set image</c> takes.</summary>
    private static readonly HashSet<string> Settable = ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "ReplicationController", "CronJob"];

    /// <summary>The sentence.</summary>
    public static string Sentence(PullDiagnosis diagnosis)
    {
        var image = diagnosis.Image;
        var elsewhere = diagnosis.Around.Presence is null ? "" : $" Or get {image} with the container engine, whose network and credentials are others, and load it.";
        return diagnosis.Cause switch
        {
            PodPullFailureCause.AlwaysPolicy when diagnosis.IsOutdated => diagnosis.Owners.Owners[^1].Kind == "Deployment"
                ? $"{Whose(diagnosis)} replaces the pod by one with the policy {diagnosis.TemplatePolicy}; where that does not happen, restart it."
                : $"Delete the pod: {Whose(diagnosis)} makes it anew, with the policy {diagnosis.TemplatePolicy}.",
            PodPullFailureCause.AlwaysPolicy => $"Set the imagePullPolicy of {Whose(diagnosis)} to IfNotPresent{(diagnosis.Wanted is { Tag: ImageReference.DefaultTag } ? ", or give the image a tag other than latest" : "")}.",
            PodPullFailureCause.AlwaysForced => "No manifest changes that: push the image to a registry that the nodes reach, or run the API server without the plugin AlwaysPullImages.",
            PodPullFailureCause.OnOtherNodes => $"Load {image} onto all nodes of the cluster{AndPolicy(diagnosis)}. The pod then starts by itself.",
            PodPullFailureCause.NotLoaded => $"Load {image}{AndPolicy(diagnosis)}. The pod then starts by itself.",
            PodPullFailureCause.InOtherCluster => $"Load {image} into this cluster{AndPolicy(diagnosis)}. The pod then starts by itself.",
            PodPullFailureCause.Misspelled => $"Correct the image of {Whose(diagnosis)} to {diagnosis.Near.Similar[0]}, or build and load {image}.",
            PodPullFailureCause.TagMissing => $"Build {image} and load it, or let {Whose(diagnosis)} use a tag that is there: {string.Join(", ", diagnosis.Near.OtherTags)}.",
            PodPullFailureCause.DigestMismatch => $"Let {Whose(diagnosis)} use a tag or digest that is there ({string.Join(", ", diagnosis.Near.OtherTags)}), or load the image that has this digest.",
            PodPullFailureCause.NeverAbsent => $"Build {image} and load it: Import-KindImage {image}. The pod then starts by itself.",
            PodPullFailureCause.NeverRefused => $"Set the imagePullPolicy of {Whose(diagnosis)} to IfNotPresent, or give the pod the imagePullSecrets with which the content was pulled.",
            PodPullFailureCause.Recovering => "Wait: the kubelet tries again within five minutes. A pod that is deleted and made anew starts at once.",
            PodPullFailureCause.InvalidName => $"Correct the image of {Whose(diagnosis)}: [registry[:port]/]name[:tag][@digest], in small letters up to the tag.",
            PodPullFailureCause.WrongArchitecture => $"Build {image} for {(diagnosis.Around.NodePlatform is { } platform ? platform.ToString() : "what the nodes run")} (docker build --platform) and load it anew.",
            PodPullFailureCause.ContentIncomplete => $"Load {image} anew, with -Force, which sends everything whatever the node seems to have.",
            PodPullFailureCause.RegistryNotFound => $"Correct the name, or build {image} and load it, or push it to {diagnosis.Registry}.",
            PodPullFailureCause.RegistryDenied => $"Give the pod imagePullSecrets for {diagnosis.Registry}.{elsewhere}",
            PodPullFailureCause.RegistryNoRoute or PodPullFailureCause.RegistryTimeout => $"See to it that the nodes reach {diagnosis.Registry} (network, firewall, HTTPS_PROXY and NO_PROXY of the nodes).{elsewhere}",
            PodPullFailureCause.RegistryNoSuchHost => $"If {image} was built here, build and load it. Otherwise see to it that the nodes resolve the name of {diagnosis.Registry}.{elsewhere}",
            PodPullFailureCause.RegistryTls => $"Put the certificate authority of {diagnosis.Registry} into the trust of the nodes, or declare it as plain HTTP in /etc/containerd/certs.d.{elsewhere}",
            PodPullFailureCause.RegistryRateLimit => $"Wait, or sign in with imagePullSecrets.{elsewhere}",
            PodPullFailureCause.RegistryError => $"Wait until {diagnosis.Registry} works again.{elsewhere}",
            _ => $"See what 'kubectl describe pod {diagnosis.Container.Pod} --namespace {diagnosis.Container.Namespace}' tells beyond this.",
        };
    }

    /// <summary>The command, or null.</summary>
    public static string? Command(PullDiagnosis diagnosis) => diagnosis.Cause switch
    {
        PodPullFailureCause.AlwaysPolicy or PodPullFailureCause.NeverRefused => Repair(diagnosis),
        PodPullFailureCause.OnOtherNodes => diagnosis.Around.InEngine == true
            ? Load(diagnosis)
            : Fetch(diagnosis, diagnosis.Cluster.Cluster!, diagnosis.Around.Presence!.PresentOn[0]),
        PodPullFailureCause.InOtherCluster => diagnosis.Around.InEngine == true
            ? Load(diagnosis)
            : Fetch(diagnosis, diagnosis.Around.Elsewhere[0].Cluster, diagnosis.Around.Elsewhere[0].Node),
        PodPullFailureCause.NotLoaded => Load(diagnosis),
        PodPullFailureCause.ContentIncomplete when diagnosis.Around.InEngine == true => $"Import-KindImage {diagnosis.Image}{In(diagnosis)}{(diagnosis.Container.Node is { } node ? " -Node " + node : "")} -Force",
        PodPullFailureCause.Misspelled => IsSure(diagnosis) ? Repair(diagnosis) : SetImage(diagnosis, diagnosis.Near.Similar[0]),
        PodPullFailureCause.TagMissing when diagnosis is { IsAlways: false, Near.OtherTags: [var other] } => SetImage(diagnosis, other),
        PodPullFailureCause.RegistryDenied or PodPullFailureCause.RegistryRateLimit or PodPullFailureCause.RegistryTls when diagnosis.Around.Presence is not null =>
            $"docker pull {diagnosis.Image} && Import-KindImage {diagnosis.Image}{In(diagnosis)}",
        _ => null,
    };

    private static string Load(PullDiagnosis diagnosis) => $"Import-KindImage {diagnosis.Image}{In(diagnosis)}{Then(diagnosis)}";

    private static string Fetch(PullDiagnosis diagnosis, string cluster, string node) =>
        $"Export-KindNodeImage {diagnosis.Image} -Cluster {cluster} -Node {node} -ToEngine; {Load(diagnosis)}";

    // Loading alone does not help a pod that asks the registry whatever the node has.
    private static string Then(PullDiagnosis diagnosis) => diagnosis.IsAlways ? "; " + Repair(diagnosis) : "";

    private static string AndPolicy(PullDiagnosis diagnosis) =>
        diagnosis.IsAlways ? $", and set the imagePullPolicy of {Whose(diagnosis)} to IfNotPresent: with Always the kubelet would ignore the image on the node" : "";

    // Then the repair corrects it (Cure/CureChooser), and loads it and sees to the policy where need be.
    private static bool IsSure(PullDiagnosis diagnosis) =>
        diagnosis.Container.Type is ContainerType.Container or ContainerType.InitContainer
        && diagnosis.Near.All is [var near] && ImageReference.TryParse(near, out var meant, out _) && meant.WithDefaultTag().Tag == diagnosis.Wanted!.Tag && diagnosis.Wanted.Digest is null;

    private static string Repair(PullDiagnosis diagnosis) => $"Get-PodPullFailure {diagnosis.Container.Pod} -Namespace {diagnosis.Container.Namespace}{Where(diagnosis)} | Repair-PodPullFailure";

    private static string? SetImage(PullDiagnosis diagnosis, string image)
    {
        if (diagnosis.Container.Type is ContainerType.ImageVolume or ContainerType.EphemeralContainer) return null;

        var target = diagnosis.Owners.Owners.Count == 0 ? "pod/" + diagnosis.Container.Pod
            : diagnosis.Owners.Owners[^1] is { } top && Settable.Contains(top.Kind) ? $"{top.Kind.ToLowerInvariant()}/{top.Name}"
            : null;
        var context = diagnosis.Cluster.Context is { } name ? $" --context {name}" : "";
        return target is null ? null : $"kubectl{context} --namespace {diagnosis.Container.Namespace} set image {target} {diagnosis.Container.Container}={image}";
    }

    private static string Whose(PullDiagnosis diagnosis) => diagnosis.Owners.Owners.Count == 0 ? $"pod {diagnosis.Container.Pod}" : diagnosis.Owners.Owners[^1].ToString();

    private static string In(PullDiagnosis diagnosis) => diagnosis.Cluster.Cluster is { } cluster ? " -Cluster " + cluster : "";

    private static string Where(PullDiagnosis diagnosis) =>
        diagnosis.Cluster is { Cluster: null, Context: { } context } ? " -Context " + context : In(diagnosis);
}
