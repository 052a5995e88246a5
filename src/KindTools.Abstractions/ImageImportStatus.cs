namespace KindTools;

/// <summary>What an import did on one node.</summary>
public enum ImageImportStatus
{
    /// <summary>The image was sent, and the node's runtime confirms that it has it.</summary>
    Imported,

    /// <summary>The node had exactly this image under another name; it got the new name, and nothing was sent.</summary>
    Tagged,

    /// <summary>The node had exactly this image under this name; nothing was done.</summary>
    AlreadyPresent,

    /// <summary>The node does not have the image; <see cref="ImageImportResult.Error"/> says why.</summary>
    Failed,

    /// <summary>It would have been imported, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    WouldImport,

    /// <summary>It would have been tagged, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    WouldTag,
}
