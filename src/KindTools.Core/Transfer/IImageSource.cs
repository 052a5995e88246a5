namespace KindTools.Core.Transfer;

/// <summary>Where images come from.</summary>
public interface IImageSource
{
    /// <summary>What it is, for people: <c>the engine</c>, or the archive's path.</summary>
    string Description { get; }

    /// <summary>Whether the engine itself has the images, and so may push them.</summary>
    bool IsEngine { get; }

    /// <summary>The images it has to offer; those asked for in vain are reported to the log.</summary>
    Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken);

    /// <summary>How many bytes a transfer of these images will read, as an estimate.</summary>
    long Expect(IReadOnlyList<SourceImage> images);

    /// <summary>An archive (OCI layout or Docker's older form) that holds at least these images.</summary>
    Task<SourceArchive> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken);
}
