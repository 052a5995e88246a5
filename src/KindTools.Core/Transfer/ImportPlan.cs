namespace KindTools.Core.Transfer;

/// <summary>What an import would do for one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Missing">The nodes that lack it.</param>
/// <param name="Present">The nodes that have exactly it, under its name.</param>
public sealed record ImportPlan(SourceImage Image, IReadOnlyList<KindNode> Missing, IReadOnlyList<ImageImportResult> Present)
{
    /// <summary>Results for an import that the user did not let happen.</summary>
    public IEnumerable<ImageImportResult> AsResults() => Missing.Select(node => new ImageImportResult
    {
        Image = Image.Reference.ToString(),
        Cluster = node.Cluster,
        Node = node.Name,
        Status = ImageImportStatus.Planned,
        Platform = Image.Platform?.ToString(),
        BytesSent = 0,
        Elapsed = TimeSpan.Zero,
    });
}
