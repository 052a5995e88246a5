using KindTools.Core.Images;

namespace KindTools.Core.Manifests;

/// <summary>From a container in a manifest to what is said about it: the verdict and its words.</summary>
internal static class PullPolicyReport
{
    private const string Asks = "the kubelet ignores the image on the node and asks the registry at every start.";
    private const string Hazard =
        " Without an answer the pod gets ErrImagePull; with an older image under this name in the registry, that one runs, and no error tells.";

    private const string DigestHazard = " Without an answer the pod gets ErrImagePull, although the digest leaves no doubt about the image.";

    public static PullPolicyResult Describe(PodContainer container, ManifestContext context)
    {
        var finding = Transformed(container, context) ?? Patched(container, context) ?? Judge(container);
        var reference = finding.Ruling?.Reference?.WithDefaultTag();
        return new PullPolicyResult
        {
            File = context.File,
            Line = container.Line,
            Column = container.Column,
            Document = container.Document,
            Kind = container.Owner.Kind,
            ApiVersion = container.Owner.ApiVersion,
            Name = container.Owner.Name,
            Namespace = container.Owner.Namespace,
            Container = container.Name,
            ContainerType = container.Type,
            Image = container.Image.Text,
            NormalizedImage = reference?.ToString(),
            Tag = reference?.Tag,
            Digest = reference?.Digest,
            DeclaredPolicy = container.Policy.Text is { Length: > 0 } declared ? declared : null,
            EffectivePolicy = finding.Ruling?.Policy,
            Verdict = finding.Verdict,
            Severity = SeverityOf(finding.Verdict),
            Reason = finding.Reason,
            Remedy = finding.Remedy,
            SuggestedEdit = finding.Verdict == PullPolicyVerdict.IgnoresNodeImage ? EditPlanner.Plan(container, RepairWish.Default).Edit?.Describe() : null,
        };
    }

    /// <summary>
    /// What is said of a container whose policy the API server turns into Always, whatever the object says: one that says
    /// Always itself, as live pods then do, would be changed in vain.
    /// </summary>
    public static PullPolicyResult Forced(PullPolicyResult result) => result.EffectivePolicy is null || result.NormalizedImage is null
        ? result
        : result with
        {
            EffectivePolicy = PullPolicy.Always,
            Verdict = PullPolicyVerdict.IgnoresNodeImage,
            Severity = SeverityOf(PullPolicyVerdict.IgnoresNodeImage),
            Reason = $"The API server turns the policy of every pod into Always, as its admission plugin AlwaysPullImages does: {Asks}{(result.Digest is null ? Hazard : DigestHazard)}",
            Remedy = "Take AlwaysPullImages out of --enable-admission-plugins of the API server, or ask who runs the cluster for the webhook that does it.",
        };

    private static Finding Judge(PodContainer container)
    {
        if (container.IsTemplate || container.Image.Kind == FieldTextKind.Template || container.Policy.Kind == FieldTextKind.Template)
            return Unresolved(container);

        if (container.Image is not { Kind: FieldTextKind.Text, Text: { Length: > 0 } image }) return WithoutImage(container);

        // validatePodMetadataAndSpec in kubernetes pkg/apis/core/validation: templates are let through, their pods are not.
        if (container.Type is ContainerType.Container or ContainerType.InitContainer && image.AsSpan().Trim().Length != image.Length)
        {
            return new(
                PullPolicyVerdict.Rejected,
                $"The image '{image}' begins or ends with white space, and the API server refuses such a pod.",
                $"Correct the image of {Label(container)}.");
        }

        var policyKey = ContainerWords.PolicyKey(container.Type);
        if (container.Policy.Kind == FieldTextKind.NotText)
        {
            return new(
                PullPolicyVerdict.Rejected,
                $"The {policyKey} '{container.Policy.Text}' is not a text to YAML, and the API server refuses the object.",
                $"Use Always, IfNotPresent or Never as the {policyKey} of {Label(container)}.");
        }

        var ruling = PullPolicyRule.Apply(image, container.Policy.Text);
        return (ruling switch
        {
            { Cause: PullPolicyCause.UnknownPolicy } => new Finding(
                PullPolicyVerdict.Rejected,
                $"There is no {policyKey} '{container.Policy.Text}', and the API server refuses the object.",
                $"Use Always, IfNotPresent or Never, spelled exactly so, as the {policyKey} of {Label(container)}."),
            { Reference: null } => new Finding(
                PullPolicyVerdict.InvalidImageName,
                $"The API server takes the object, but the kubelet cannot use the image (InvalidImageName): {ruling.InvalidReason}.",
                $"Correct the image of {Label(container)}."),
            { Policy: PullPolicy.Always } => Ignored(container, ruling),
            { Policy: PullPolicy.Never } => new Finding(
                PullPolicyVerdict.RequiresNodeImage,
                $"The {policyKey} is Never: the image on the node is used, and without it the container fails with ErrImageNeverPull."),
            _ => new Finding(
                PullPolicyVerdict.UsesNodeImage,
                $"{WhyIfNotPresent(ruling.Cause, ruling.Reference, policyKey)}: the image on the node is used, and pulled only when it is absent."),
        }) with { Ruling = ruling };
    }

    private static Finding Ignored(PodContainer container, PullPolicyRuling ruling)
    {
        var key = ContainerWords.PolicyKey(container.Type);
        var add = $"Add '{key}: IfNotPresent' to {Label(container)}";
        var (why, remedy) = ruling.Cause switch
        {
            PullPolicyCause.TagIsAbsent => (
                $"The image has neither tag nor digest, which means the tag 'latest', and for that the {key} defaults to Always",
                $"{add}, or give the image a tag other than 'latest'."),
            PullPolicyCause.TagIsLatest when ruling.Reference!.Digest is not null => (
                $"The image has the tag 'latest' beside its digest, and for that the {key} defaults to Always",
                $"{add}, or leave out the tag: the digest alone decides which image runs."),
            PullPolicyCause.TagIsLatest => (
                $"The image has the tag 'latest', for which the {key} defaults to Always",
                $"{add}, or give the image a tag other than 'latest'."),
            _ => ($"The {key} is Always", $"Change the {key} of {Label(container)} to IfNotPresent."),
        };
        return new(PullPolicyVerdict.IgnoresNodeImage, $"{why}: {Asks}{(ruling.Reference!.Digest is null ? Hazard : DigestHazard)}", remedy);
    }

    private static string WhyIfNotPresent(PullPolicyCause cause, ImageReference reference, string key) => cause switch
    {
        PullPolicyCause.Declared => $"The {key} is IfNotPresent",
        PullPolicyCause.DigestAlone => $"The image has a digest and no tag, for which the {key} defaults to IfNotPresent",
        _ => $"The image has the tag '{reference.Tag}', which is not 'latest', and the {key} defaults to IfNotPresent",
    };

    private static Finding Unresolved(PodContainer container)
    {
        var what = container.Image.Kind == FieldTextKind.Template ? $"The image '{container.Image.Text}' is a template"
            : container.Policy.Kind == FieldTextKind.Template ? $"The {ContainerWords.PolicyKey(container.Type)} '{container.Policy.Text}' is a template"
            : "The file is a template";
        return new(
            PullPolicyVerdict.Unresolved,
            what + " that has not been rendered, so the policy is not known yet.",
            TemplateMask.IsTemplate(container.IsTemplate ? container.Source.Text : container.Image.Text ?? "") ? "Test the rendered text: helm template ./chart | Test-PodPullPolicy"
                : FieldText.IsGoPackage(container.Image.Text ?? "") ? "Test the text that ko makes of it: ko resolve --filename FILE | Test-PodPullPolicy"
                : "Test the text after substitution, for example: envsubst < FILE | Test-PodPullPolicy");
    }

    // What Kustomize puts in the image's place decides, and a kustomization may be one of several.
    private static Finding? Transformed(PodContainer container, ManifestContext context) =>
        container.Image.Text is { } image && context.Transforms.FirstOrDefault(transform => transform.Applies(image)) is { } transform
            ? new(
                PullPolicyVerdict.Unresolved,
                $"The kustomization '{transform.Kustomization}' replaces the image '{transform.Image}', so the policy is not known yet.",
                RemedyOf(transform.Kustomization))
            : null;

    // A patch may leave out what the manifest that it is merged into has.
    private static Finding? Patched(PodContainer container, ManifestContext context) =>
        context.PatchOf is { } kustomization && container.Image.Kind == FieldTextKind.Absent
            ? new(
                PullPolicyVerdict.Unresolved,
                $"This is a patch, in which the container has no image. The kustomization '{kustomization}' merges it into a manifest that has one.",
                RemedyOf(kustomization))
            : null;

    private static string RemedyOf(string kustomization) => $"Test the rendered text: kubectl kustomize {Path.GetDirectoryName(kustomization)} | Test-PodPullPolicy";

    private static Finding WithoutImage(PodContainer container)
    {
        var isImageVolume = container.Type == ContainerType.ImageVolume;
        return container.Image.Kind == FieldTextKind.NotText
            ? new(
                PullPolicyVerdict.Rejected,
                $"The image {container.Image.Text} is not a text to YAML, and the API server refuses the object.",
                $"Put the image of {Label(container)} in quotation marks.")
            : new(
                PullPolicyVerdict.Rejected,
                $"{(isImageVolume ? "The image volume has no reference" : "The container has no image")}, and the API server refuses such a pod. (A patch that is merged into a complete manifest needs none.)",
                $"Add '{(isImageVolume ? "reference" : "image")}' to {Label(container)}.");
    }

    private static string Label(PodContainer container)
    {
        var type = ContainerWords.Noun(container.Type);
        return container.Name is null ? $"the {type}" : $"{type} '{container.Name}'";
    }

    private static FindingSeverity SeverityOf(PullPolicyVerdict verdict) => verdict switch
    {
        PullPolicyVerdict.UsesNodeImage or PullPolicyVerdict.RequiresNodeImage => FindingSeverity.Information,
        PullPolicyVerdict.InvalidImageName or PullPolicyVerdict.Rejected => FindingSeverity.Error,
        _ => FindingSeverity.Warning,
    };

    private sealed record Finding(PullPolicyVerdict Verdict, string Reason, string? Remedy = null, PullPolicyRuling? Ruling = null);
}
