namespace KindTools;

/// <summary>Whether a cluster's nodes run.</summary>
public enum KindClusterState
{
    /// <summary>Every node runs.</summary>
    Running,

    /// <summary>Some nodes run.</summary>
    Partial,

    /// <summary>No node runs.</summary>
    Stopped,
}
