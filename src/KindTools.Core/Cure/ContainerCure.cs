namespace KindTools.Core.Cure;

/// <summary>What cures one failing container; with a remedy instead, nothing that can be done in the cluster does.</summary>
/// <param name="Load">The image to bring to the nodes, or null.</param>
/// <param name="Edit">The change to the container, or null.</param>
/// <param name="Remedy">Why there is no cure, and what the user can do; null when there is one.</param>
internal sealed record ContainerCure(ImageLoad? Load, ContainerEdit? Edit, string? Remedy = null)
{
    /// <summary>Whether running pods are to be replaced although nothing of their object changes.</summary>
    public bool Restart { get; init; }

    /// <summary>No cure.</summary>
    public static ContainerCure None(string remedy) => new(null, null, remedy);
}
