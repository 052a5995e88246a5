namespace KindTools.Core.Manifests;

/// <summary>An entry of a kustomization's <c>images:</c>, which gives an image another name, tag or digest.</summary>
/// <param name="Kustomization">The full path of the kustomization.</param>
/// <param name="Image">The name that it replaces, without tag and digest.</param>
internal sealed record ImageTransform(string Kustomization, string Image)
{
    /// <summary>Whether an image is meant (kustomize api/image: the whole name, whatever tag or digest follows).</summary>
    public bool Applies(string image) => image.AsSpan(0, new ImageName(image).NameEnd).SequenceEqual(Image);
}
