using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace KindTools.Core.Manifests;

/// <summary>Judges the containers of files: one document after the other is read, and several are judged at the same time.</summary>
internal sealed class FilesTest
{
    // Of documents that wait for their turn, or are read. It bounds memory where documents are large.
    private const int MostCharacters = 2_000_000;

    private readonly ConcurrentBag<DocumentReader> _readers = [];

    /// <summary>What the files hold, in their order.</summary>
    public IAsyncEnumerable<JudgedPiece> JudgeAsync(IEnumerable<ManifestContext> files, CancellationToken cancellationToken) => OrderedWork.SelectAsync(
        ReadAsync(files, cancellationToken),
        piece => Judge(piece, cancellationToken),
        piece => piece.Text?.Text.Length ?? 0,
        MostCharacters,
        cancellationToken);

    private static async IAsyncEnumerable<Piece> ReadAsync(IEnumerable<ManifestContext> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            using var documents = new FileDocuments(file.File!);
            DocumentText? text;
            do
            {
                var position = documents.Position;
                (text, var failure) = await documents.TryReadAsync(cancellationToken).ConfigureAwait(false);
                yield return new Piece(file, text, documents.Position - position, failure);
            }
            while (text is not null);
        }
    }

    private JudgedPiece Judge(Piece piece, CancellationToken cancellationToken)
    {
        if (piece.Text is null) return new JudgedPiece(piece.Context, [], Documents: 0, HasObjects: false, piece.Bytes, IsEnd: true, piece.Failure);

        if (!_readers.TryTake(out var reader)) reader = new DocumentReader();
        var content = reader.Read(piece.Text, piece.Context, cancellationToken);
        _readers.Add(reader);
        return new JudgedPiece(
            piece.Context,
            [.. content.Containers.Select(container => PullPolicyReport.Describe(container, piece.Context))],
            content.Documents,
            content.HasObjects,
            piece.Bytes,
            IsEnd: false,
            content.Failure);
    }

    private sealed record Piece(ManifestContext Context, DocumentText? Text, long Bytes, KindToolsException? Failure);
}
