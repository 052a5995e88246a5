namespace KindTools.Core.Manifests;

/// <summary>Where the text of a container could be changed, and why perhaps it must not be.</summary>
internal sealed record EditSite
{
    /// <summary>The key of the image with its quotation marks, or null when there is no image.</summary>
    public required TextSpan? ImageKey { get; init; }

    /// <summary>The image's name with its quotation marks, or null when there is none.</summary>
    public required TextSpan? Image { get; init; }

    /// <summary>The policy with its quotation marks, or null when there is none: a new one goes after the image.</summary>
    public required TextSpan? Policy { get; init; }

    /// <summary>Where the image begins in the text of its document.</summary>
    public required TextPlace ImagePlace { get; init; }

    /// <summary>Where the policy begins in the text of its document.</summary>
    public required TextPlace PolicyPlace { get; init; }

    /// <summary>The column of the image's key, which a key on a line of its own must share; the first is 1.</summary>
    public required int KeyColumn { get; init; }

    /// <summary>True within <c>{…}</c>, where keys are parted by commas.</summary>
    public required bool IsFlow { get; init; }

    /// <summary>Why no edit here would do what it seems to do, or null.</summary>
    public required string? Obstacle { get; init; }
}
