using System.Text;

namespace KindTools.Core.Manifests;

/// <summary>The documents of a file, read one by one.</summary>
internal sealed class FileDocuments(string path) : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly DocumentSplitter _splitter = new();
    private StreamReader? _text;
    private LineReader? _lines;

    /// <summary>How many bytes of the file have been read.</summary>
    public long Position => _text?.BaseStream.Position ?? 0;

    /// <summary>The next document; neither that nor a failure at the end of the file.</summary>
    public async ValueTask<(DocumentText? Document, KindToolsException? Failure)> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A byte order mark tells the encoding; without one it is UTF-8, and nothing else is taken for it.
            _lines ??= new LineReader(_text = new StreamReader(path, Utf8));
            return (await ReadAsync(_lines, cancellationToken).ConfigureAwait(false), null);
        }
        catch (DecoderFallbackException exception)
        {
            return (null, ManifestErrors.EncodingUnknown(path, exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, ManifestErrors.NotReadable(path, exception));
        }
    }

    public void Dispose() => _text?.Dispose();

    private async ValueTask<DocumentText?> ReadAsync(LineReader lines, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await lines.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (line.IsEmpty) return _splitter.Complete();
            if (_splitter.Add(line.Span) is { } document) return document;
        }
    }
}
