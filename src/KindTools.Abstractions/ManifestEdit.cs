namespace KindTools;

/// <summary>
/// One edit of a manifest: a stretch of its text and what takes its place. Lines and columns begin at 1, columns count
/// UTF-16 units, and the end is the place after the last character: equal to the start where text is only added.
/// </summary>
public sealed record ManifestEdit
{
    /// <summary>The line where the stretch begins.</summary>
    public required int StartLine { get; init; }

    /// <summary>The column where it begins.</summary>
    public required int StartColumn { get; init; }

    /// <summary>The line where it ends.</summary>
    public required int EndLine { get; init; }

    /// <summary>The column where it ends.</summary>
    public required int EndColumn { get; init; }

    /// <summary>What stands there now; empty where text is only added.</summary>
    public required string OldText { get; init; }

    /// <summary>What takes its place, with line breaks as the file has them.</summary>
    public required string NewText { get; init; }
}
