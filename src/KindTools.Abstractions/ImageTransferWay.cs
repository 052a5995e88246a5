namespace KindTools;

/// <summary>How the content of an image came to a node.</summary>
public enum ImageTransferWay
{
    /// <summary>The engine pushed to KindTools directly, only what was missing.</summary>
    Push,

    /// <summary>The engine runs elsewhere and pushed to KindTools through a relay container, only what was missing.</summary>
    Relay,

    /// <summary>KindTools read the whole image from the engine, as <c>docker save</c> does, and passed on what was missing.</summary>
    Save,

    /// <summary>KindTools read an archive or an OCI layout on disk, of which it passed on what was missing.</summary>
    Archive,
}
