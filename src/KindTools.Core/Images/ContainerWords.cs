namespace KindTools.Core.Images;

/// <summary>What users call the places in a pod that hold an image, and what manifests call their policies.</summary>
internal static class ContainerWords
{
    /// <summary>Such as <c>init container</c>.</summary>
    public static string Noun(ContainerType type) => type switch
    {
        ContainerType.InitContainer => "init container",
        ContainerType.EphemeralContainer => "ephemeral container",
        ContainerType.ImageVolume => "image volume",
        _ => "container",
    };

    /// <summary>The field of the policy: image volumes have one of their own.</summary>
    public static string PolicyKey(ContainerType type) => type == ContainerType.ImageVolume ? "pullPolicy" : "imagePullPolicy";
}
