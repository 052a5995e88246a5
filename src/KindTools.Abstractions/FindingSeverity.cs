namespace KindTools;

/// <summary>How much a finding matters to someone who loads images into nodes.</summary>
public enum FindingSeverity
{
    /// <summary>As it should be.</summary>
    Information,

    /// <summary>The container may not run the image on the node.</summary>
    Warning,

    /// <summary>The container cannot run.</summary>
    Error,
}
