using KindTools.Core.Images;

namespace KindTools.Core.Manifests;

/// <summary>An image's name as it is written, in its parts: <c>[registry[:port]/]name[:tag][@digest]</c>.</summary>
internal readonly record struct ImageName
{
    public ImageName(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        End = at < 0 ? text.Length : at;
        var name = text.AsSpan(0, End);
        var colon = name.LastIndexOf(':');
        NameEnd = colon > name.LastIndexOf('/') ? colon : End;
    }

    /// <summary>Where the name without its tag ends.</summary>
    public int NameEnd { get; }

    /// <summary>Where the tag ends, or the name when there is none.</summary>
    public int End { get; }

    /// <summary>Whether an image with this tag gets another policy than Always.</summary>
    public static bool IsUsefulTag(string tag) =>
        ImageReference.TryParse("app:" + tag, out var reference, out _) && reference.Tag == tag && tag != ImageReference.DefaultTag;
}
