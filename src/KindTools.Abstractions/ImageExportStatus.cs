namespace KindTools;

/// <summary>What an export did with one image.</summary>
public enum ImageExportStatus
{
    /// <summary>The image is where it was to go, every blob of it checked against its digest.</summary>
    Exported,

    /// <summary>It would have been exported, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    WouldExport,
}
