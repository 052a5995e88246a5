namespace KindTools;

/// <summary>How an image in the container engine and the one of its name on a node compare.</summary>
public enum KindImageState
{
    /// <summary>The node has exactly the engine's image: an import would send nothing.</summary>
    Same,

    /// <summary>The node has another image under the name than the engine has now, or has it incompletely.</summary>
    Stale,

    /// <summary>The engine has the image; the node has none of its name.</summary>
    Missing,

    /// <summary>The node has the image; the engine has none of its name.</summary>
    OnlyOnNode,
}
