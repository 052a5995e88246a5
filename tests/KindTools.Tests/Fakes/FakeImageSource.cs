using KindTools.Core.Transfer;

namespace KindTools.Tests.Fakes;

/// <summary>Images in an archive that a test has made.</summary>
internal sealed class FakeImageSource(byte[] archive, params TestImage[] images) : IImageSource
{
    public string Description => "a test";

    public bool IsEngine => false;

    public int TimesOpened { get; private set; }

    public Func<Stream>? Opening { get; init; }

    public Func<CancellationToken, Task<IReadOnlyList<SourceImage>>>? Listing { get; init; }

    public Task<IReadOnlyList<SourceImage>> ListAsync(IActivityLog log, CancellationToken cancellationToken) =>
        Listing?.Invoke(cancellationToken) ?? Task.FromResult<IReadOnlyList<SourceImage>>([.. images.Select(image => image.Source)]);

    public long Expect(IReadOnlyList<SourceImage> images) => images.Sum(image => image.Size);

    public Task<SourceArchive> OpenAsync(IReadOnlyList<SourceImage> images, CancellationToken cancellationToken)
    {
        TimesOpened++;
        return Task.FromResult(new SourceArchive(Opening?.Invoke() ?? new CountingStream(new MemoryStream(archive)), new Dictionary<string, string>()));
    }
}
