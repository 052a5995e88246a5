namespace KindTools;

/// <summary>What became of a container that ignored the image on the node.</summary>
public enum PullPolicyRepairStatus
{
    /// <summary>It was mended.</summary>
    Repaired,

    /// <summary>It would have been mended, but for <c>-WhatIf</c>, the answer to <c>-Confirm</c> or a file that could not be written.</summary>
    Planned,

    /// <summary>It was left alone, because no edit of its text is safe.</summary>
    Skipped,
}
