namespace KindTools.Core.Clusters;

/// <summary>What a watch tells.</summary>
internal enum ClusterChangeKind
{
    /// <summary>A complete list follows: at the start, and when the server has forgotten where the watch was. No object.</summary>
    Listing,

    /// <summary>An object of that list.</summary>
    Listed,

    /// <summary>The list is complete: what was known before and did not appear in it is gone. No object.</summary>
    ListComplete,

    /// <summary>An object that is new, or that the selectors now choose.</summary>
    Added,

    /// <summary>An object that has changed.</summary>
    Modified,

    /// <summary>An object that is gone, in its last state, or that the selectors choose no more.</summary>
    Deleted,
}
