using KindTools.Core.Images;

namespace KindTools.Core.Cure;

/// <summary>From a failure to what cures it: a pure function. What rules and messages say was settled by the diagnosis.</summary>
internal static class CureChooser
{
    /// <summary>The cure of one container.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="wish">The policy for containers that ask a registry although the node has the image.</param>
    public static ContainerCure Choose(PodPullFailure failure, PullPolicy wish) => failure.Cause switch
    {
        PodPullFailureCause.AlwaysPolicy or PodPullFailureCause.AlwaysForced => Edited(failure, SupplyForAll(failure), wish),

        // Never is what the kubelet refuses here; with the other it may ask anew, and finds the image.
        PodPullFailureCause.NeverRefused => Edited(failure, SupplyForAll(failure), PullPolicy.IfNotPresent),
        PodPullFailureCause.NotLoaded or PodPullFailureCause.OnOtherNodes or PodPullFailureCause.InOtherCluster => Loaded(failure, wish),
        PodPullFailureCause.ContentIncomplete => Mended(failure, wish),
        PodPullFailureCause.Misspelled => Respelled(failure, wish),
        PodPullFailureCause.Recovering => new ContainerCure(null, null),
        _ => Theirs(failure),
    };

    private static ContainerCure Loaded(PodPullFailure failure, PullPolicy wish)
    {
        if (Supply(failure) is not { } load) return Theirs(failure);

        return failure.EffectivePolicy == PullPolicy.Always ? Edited(failure, load, wish) : new ContainerCure(load, null);
    }

    private static ContainerCure Mended(PodPullFailure failure, PullPolicy wish)
    {
        var sound = failure.Nodes?.PresentOn.Except(failure.Node).Any() == true;
        var load = failure.InEngine == true ? new ImageLoad(Name(failure), ImageSupply.Engine, null, failure.Node)
            : sound && failure.Cluster is { } cluster ? new ImageLoad(Name(failure), ImageSupply.Node, cluster, failure.Node)
            : null;
        if (load is null) return Theirs(failure);

        // A container that got as far as being created has its image by its policy.
        return failure.EffectivePolicy == PullPolicy.Always && failure.WaitingReason is not ("CreateContainerError" or "RunContainerError")
            ? Edited(failure, load, wish)
            : new ContainerCure(load, null);
    }

    // One name that is near, with the tag that was asked for, is sure enough to act on; among several a person chooses.
    private static ContainerCure Respelled(PodPullFailure failure, PullPolicy wish)
    {
        if (failure.NearMisses is not [var near] || failure.ContainerType is ContainerType.EphemeralContainer or ContainerType.ImageVolume || !HasSameTag(failure, near)) return Theirs(failure);

        var isOnNodes = failure.Nodes is { NearMisses.Count: > 0 };
        var load = failure.Cluster is null || isOnNodes ? null : new ImageLoad(Qualified(near), ImageSupply.Engine, null, []);
        return new ContainerCure(load, new ContainerEdit(failure.ContainerType, failure.Container, failure.EffectivePolicy == PullPolicy.Always ? wish : null, near));
    }

    private static ContainerCure Edited(PodPullFailure failure, ImageLoad? load, PullPolicy policy) =>
        failure.ContainerType == ContainerType.EphemeralContainer
            ? ContainerCure.None("An ephemeral container cannot be changed. Start another with 'kubectl debug', of an image with a tag other than latest.")
            : new ContainerCure(load, new ContainerEdit(failure.ContainerType, failure.Container, policy, null));

    // A pod that is made anew may come to another node.
    private static ImageLoad? SupplyForAll(PodPullFailure failure) => failure.Nodes is { MissingOn.Count: > 0 } ? Supply(failure) : null;

    private static ImageLoad? Supply(PodPullFailure failure)
    {
        if (failure.Cluster is null || failure.NormalizedImage is null) return null;
        if (failure.InEngine == true) return new ImageLoad(Name(failure), ImageSupply.Engine, null, []);
        if (failure.Nodes is { PresentOn.Count: > 0 }) return new ImageLoad(Name(failure), ImageSupply.Node, failure.Cluster, []);

        return failure.OtherClusters is [var other, ..] ? new ImageLoad(Name(failure), ImageSupply.Node, other, []) : null;
    }

    private static ContainerCure Theirs(PodPullFailure failure) => ContainerCure.None(failure.Remedy);

    private static string Name(PodPullFailure failure) => failure.NormalizedImage ?? failure.Image;

    private static string Qualified(string name) => ImageReference.Parse(name).WithDefaultTag().ToString();

    private static bool HasSameTag(PodPullFailure failure, string near) =>
        ImageReference.TryParse(failure.Image, out var wanted, out _) && wanted.Digest is null
        && ImageReference.TryParse(near, out var meant, out _) && meant.WithDefaultTag().Tag == wanted.WithDefaultTag().Tag;
}
