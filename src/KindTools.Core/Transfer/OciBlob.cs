using KindTools.Core.Images;

namespace KindTools.Core.Transfer;

/// <summary>A manifest or index met in an archive, with its length in bytes.</summary>
internal sealed record OciBlob(OciDocument Document, long Size);
