using System.Collections;
using KindTools.Core.Engines;

namespace KindTools.Completion;

/// <summary>Completes names of images in the container engine.</summary>
internal sealed class EngineImageCompleter : EngineCompleter
{
    protected override async Task<IReadOnlyList<Candidate>> FindAsync(
        IContainerEngine engine, IDictionary boundParameters, CancellationToken cancellationToken)
    {
        var images = await engine.ListImagesAsync(cancellationToken).ConfigureAwait(false);
        return [.. images.Select(image => new Candidate(image.Name, $"{ByteSize.Format(image.Size)}, made {Age.Format(image.Created)} ago, {ShortId(image.Id)}"))];
    }

    // As docker cuts it.
    private static string ShortId(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length >= 19 ? id[7..19] : id;
}
