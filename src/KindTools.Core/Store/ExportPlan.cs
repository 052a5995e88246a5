namespace KindTools.Core.Store;

/// <summary>Images that go into one archive.</summary>
public sealed record ExportPlan
{
    internal ExportPlan(IReadOnlyList<ExportedImage> images) => Images = images;

    /// <summary>The images' names as people write them.</summary>
    public IReadOnlyList<string> Names => [.. Images.Select(image => image.Reference.Familiar)];

    internal IReadOnlyList<ExportedImage> Images { get; }

    /// <summary>Results for an export that the user did not let happen.</summary>
    /// <param name="path">The archive; null for the engine.</param>
    public IEnumerable<ImageExportResult> AsResults(string? path) => Results(ImageExportStatus.WouldExport, path);

    internal IReadOnlyList<ImageExportResult> Results(ImageExportStatus status, string? path) => [.. Images.Select(image => image.Outcome(status, path))];
}
