namespace KindTools.Core.Transfer;

/// <summary>A blob that passed by in an archive.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsGzip">Whether it is compressed.</param>
internal sealed record ArchivePart(string Digest, long Length, bool IsGzip);
