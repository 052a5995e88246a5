namespace KindTools;

/// <summary>What a removal did on one node.</summary>
public enum ImageRemovalStatus
{
    /// <summary>The node's kubelet can no longer use the image by this name.</summary>
    Removed,

    /// <summary>It would have been removed, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    WouldRemove,
}
