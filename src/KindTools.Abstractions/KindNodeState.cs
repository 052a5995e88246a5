namespace KindTools;

/// <summary>What the container of a node is doing.</summary>
public enum KindNodeState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is frozen by <c>docker pause</c>.</summary>
    Paused,

    /// <summary>The engine is restarting it.</summary>
    Restarting,

    /// <summary>It was made but does not run.</summary>
    Stopped,
}
