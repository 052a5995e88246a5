namespace KindTools.Core.Transfer;

/// <summary>What an import would do for one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Steps">What it takes on each node.</param>
public sealed record ImportPlan(SourceImage Image, IReadOnlyList<ImportStep> Steps)
{
    /// <summary>What would change nodes.</summary>
    public IReadOnlyList<ImportStep> Changes { get; } = [.. Steps.Where(step => step.Changes)];

    /// <summary>Results where there is nothing to do.</summary>
    public IEnumerable<ImageImportResult> Settled => Steps.Where(step => !step.Changes).Select(ImportResults.Of);

    /// <summary>Results for changes that the user did not let happen.</summary>
    public IEnumerable<ImageImportResult> NotApproved => Changes.Select(ImportResults.Of);
}
