namespace KindTools;

/// <summary>How an image came to the nodes.</summary>
public enum ImageTransferWay
{
    /// <summary>The engine pushed what is missing to a short-lived endpoint of KindTools on the loopback address.</summary>
    Push,

    /// <summary>
    /// The same for an engine that runs elsewhere: it pushed to a short-lived container beside it, which passed the
    /// connections on to KindTools.
    /// </summary>
    Relay,

    /// <summary>The engine's save stream was read once, and what is missing taken out of it.</summary>
    Save,

    /// <summary>An archive or a layout folder was read once, and what is missing taken out of it.</summary>
    Archive,
}
