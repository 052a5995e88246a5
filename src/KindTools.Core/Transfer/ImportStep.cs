using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>What is to be done for one image on one node.</summary>
public sealed class ImportStep
{
    internal ImportStep(SourceImage image, KindNode node)
    {
        Image = image;
        Node = node;
    }

    /// <summary>The image.</summary>
    public SourceImage Image { get; }

    /// <summary>The node.</summary>
    public KindNode Node { get; }

    /// <summary>
    /// <see cref="ImageImportStatus.AlreadyPresent"/> or <see cref="ImageImportStatus.Failed"/> when there is nothing to do,
    /// <see cref="ImageImportStatus.WouldTag"/> or <see cref="ImageImportStatus.WouldImport"/> when there is.
    /// </summary>
    public ImageImportStatus Status { get; internal init; }

    /// <summary>Whether carrying it out changes the node.</summary>
    public bool Changes => Status is ImageImportStatus.WouldTag or ImageImportStatus.WouldImport;

    /// <summary>The image for the node's platform; null when it failed.</summary>
    internal ImageContent? Content { get; init; }

    /// <summary>The node as the plan found it; null when it failed.</summary>
    internal NodeState? State { get; init; }

    /// <summary>The name under which the node has the content already.</summary>
    internal string? TagFrom { get; init; }

    /// <summary>Why it failed.</summary>
    internal KindToolsException? Failure { get; init; }
}
