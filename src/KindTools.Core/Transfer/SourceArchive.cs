namespace KindTools.Core.Transfer;

/// <summary>An archive of images, opened.</summary>
/// <param name="Content">The tar archive.</param>
/// <param name="Digests">The digests of entries whose names do not tell them, as far as they are known beforehand.</param>
public sealed record SourceArchive(Stream Content, IReadOnlyDictionary<string, string> Digests);
