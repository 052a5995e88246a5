namespace KindTools;

/// <summary>What an import did on one node.</summary>
public enum ImageImportStatus
{
    /// <summary>The image was sent, and the node's runtime confirms that it has it.</summary>
    Imported,

    /// <summary>The node had exactly this image under this name; nothing was sent.</summary>
    AlreadyPresent,

    /// <summary>It would have been imported, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    Planned,
}
