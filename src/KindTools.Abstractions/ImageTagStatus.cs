namespace KindTools;

/// <summary>What giving a name did on one node.</summary>
public enum ImageTagStatus
{
    /// <summary>The node's kubelet can use the image by the new name.</summary>
    Tagged,

    /// <summary>The name stood for this very image already.</summary>
    AlreadyPresent,

    /// <summary>The name would have been given, but for <c>-WhatIf</c> or the answer to <c>-Confirm</c>.</summary>
    WouldTag,
}
