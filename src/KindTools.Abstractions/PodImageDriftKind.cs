namespace KindTools;

/// <summary>In what way a container's image is not the one that is meant by its name.</summary>
public enum PodImageDriftKind
{
    /// <summary>The node has another image under that name since: it was loaded anew, and nothing restarted the container.</summary>
    NodeHasOther,

    /// <summary>
    /// The container runs, or ran, an image that the node has pulled from a registry, and the container engine has another
    /// under that name. The pull moved the node's name away from what was loaded, and nothing failed.
    /// </summary>
    RegistryAnswered,

    /// <summary>The container engine has another image under that name, which was not loaded into the node.</summary>
    EngineHasOther,

    /// <summary>The node has no image under that name any more: the container could not start again without a pull.</summary>
    NodeHasNone,
}
