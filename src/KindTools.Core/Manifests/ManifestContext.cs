namespace KindTools.Core.Manifests;

/// <summary>What is known about a text besides what it says.</summary>
/// <param name="File">The file that it is from, or null.</param>
/// <param name="PodSpecPaths">Where else to look for pods.</param>
/// <param name="Transforms">What Kustomize does to images in it before anything is applied.</param>
/// <param name="PatchOf">The full path of a kustomization that merges it into other manifests, or null.</param>
internal sealed record ManifestContext(
    string? File, IReadOnlyList<PodSpecPath> PodSpecPaths, IReadOnlyList<ImageTransform> Transforms, string? PatchOf = null)
{
    /// <summary>A text about which nothing else is known.</summary>
    public static readonly ManifestContext Bare = new(File: null, [], []);
}
